import type { MarketContext } from '../context.ts'

const NO_HASH = `0x${'0'.repeat(64)}`

/** Reads the categories the chain has. Those of its first state came by no transaction. */
export async function readCategories({ chain, categories, chainId }: MarketContext): Promise<void> {
  const count = Number(await chain.countCategory())
  for (let catid = 0; catid < count; catid += 1) {
    if (categories.get(catid)) continue
    const { name, description, workClockTimeRef } = (await chain.viewCategory(BigInt(catid)))!
    categories.put({
      chainId,
      catid,
      name,
      description,
      workClockTimeRef: Number(workClockTimeRef),
      transactionHash: NO_HASH,
      blockNumber: 0,
      blockTimestamp: new Date(0).toISOString(),
    })
  }
}

import type { Evm } from '../internal/edr.ts'

/** Most blocks of one answer, as in other nodes. */
const MOST_BLOCKS = 1_024

interface Block {
  gasUsed: string
  gasLimit: string
}

/** Price of a unit of gas, in wei as hex quantities: the same in every block. */
export interface Fees {
  /** Of every block; zero also where blocks have none. */
  base: string
  /** Tip on top of {@link base}. */
  priority: string
}

/**
 * Answers `eth_feeHistory` on a chain of fixed gas price, whose engine has no such answer before
 * London.
 */
export async function feeHistory(
  evm: Evm,
  { base, priority }: Fees,
  params: readonly unknown[],
): Promise<unknown> {
  const [count, newest = 'latest', percentiles] = params
  const last = await blockNumber(evm, newest)
  const size = Math.min(Math.max(Number(count) || 0, 0), MOST_BLOCKS, last + 1)
  const numbers = Array.from({ length: size }, (_, i) => last - size + 1 + i)
  const blocks = await Promise.all(
    numbers.map(
      (number) => evm.request('eth_getBlockByNumber', [hex(number), false]) as Promise<Block>,
    ),
  )
  return {
    oldestBlock: hex(last - size + 1),
    baseFeePerGas: Array.from({ length: size + 1 }, () => base),
    gasUsedRatio: blocks.map(({ gasUsed, gasLimit }) => Number(gasUsed) / Number(gasLimit)),
    ...(Array.isArray(percentiles)
      ? { reward: blocks.map(() => percentiles.map(() => priority)) }
      : {}),
  }
}

async function blockNumber(evm: Evm, newest: unknown): Promise<number> {
  const head = Number(await evm.request('eth_blockNumber', []))
  if (newest === 'earliest') return 0
  const asked = Number(newest)
  return Number.isInteger(asked) && asked >= 0 ? Math.min(asked, head) : head
}

const hex = (value: number): string => `0x${value.toString(16)}`

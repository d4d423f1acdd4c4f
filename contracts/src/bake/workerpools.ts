import type { Hex } from '@iexec-sim/protocol'
import type { Builder, Compiled } from './builder.ts'
import { moveAsset } from './move-asset.ts'

/** A workerpool at the address that clients know. */
export interface WorkerpoolPlan {
  readonly description: string
  readonly address: Hex
}

/** The registry of workerpools. */
export interface WorkerpoolRegistry {
  readonly address: Hex
  readonly contract: Compiled
}

/** Creates workerpools of one owner, each at the address of its plan. Returns the addresses. */
export async function createWorkerpools(
  builder: Builder,
  { address: registry, contract }: WorkerpoolRegistry,
  owner: Hex,
  pools: readonly WorkerpoolPlan[],
): Promise<Hex[]> {
  for (const { description, address: to } of pools) {
    const args = [owner, description]
    const from = await builder.read(registry, contract, 'predictWorkerpool', args)
    await builder.send(registry, contract, 'createWorkerpool', args)
    await moveAsset(builder, { registry, contract, owner, from, to })
  }
  return pools.map(({ address }) => address)
}

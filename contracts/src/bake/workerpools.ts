import type { Hex } from '@iexec-sim/protocol'
import type { Builder, Compiled } from './builder.ts'
import { moveAsset } from './move-asset.ts'
import type { Plan } from './plan.ts'

/** A workerpool at the address that clients know. */
export interface WorkerpoolPlan {
  readonly description: string
  readonly address: Hex
}

/**
 * Creates the workerpools of the network's own scheduler, all of one owner. Returns their
 * addresses, the debug workerpool's first.
 */
export async function createWorkerpools(
  builder: Builder,
  { workerpoolRegistry: registry, debugWorkerpool, furtherWorkerpools }: Plan,
  contract: Compiled,
): Promise<Hex[]> {
  const { owner } = debugWorkerpool
  const pools: WorkerpoolPlan[] = [debugWorkerpool, ...furtherWorkerpools]
  for (const { description, address: to } of pools) {
    const args = [owner, description]
    const from = await builder.read(registry, contract, 'predictWorkerpool', args)
    await builder.send(registry, contract, 'createWorkerpool', args)
    await moveAsset(builder, { registry, contract, owner, from, to })
  }
  return pools.map(({ address }) => address)
}

import { interfaces } from '@iexec-sim/chain/client'
import { type Handler, handler, type SubgraphSource } from '../index/subgraph-source.ts'
import { readBulks } from './bulk.ts'
import { count } from './common.ts'
import { dealHandlers } from './deals.ts'
import { pocoEntities } from './entities.ts'
import { escrowHandlers } from './escrow.ts'
import { readGenesis } from './genesis.ts'
import { registryHandlers, workerpoolHandlers } from './registries.ts'
import { taskHandlers } from './tasks.ts'

const categoryHandlers: Readonly<Record<string, Handler>> = {
  CreateCategory: handler({
    apply(to, { args, timestamp }) {
      const { catid, name, description, workClockTimeRef } = args
      to.put('Category', String(catid), { name, description, workClockTimeRef, timestamp })
      count(to, { categoriesCount: 1n })
    },
  }),
}

/** The subgraph of the protocol: deals, tasks, assets, accounts. */
export const pocoSource: SubgraphSource = {
  name: 'poco',
  declaration: pocoEntities,
  async contracts(chain) {
    const registries = await chain.registries()
    return [
      {
        address: chain.hub,
        abi: interfaces.hub(),
        on: { ...categoryHandlers, ...escrowHandlers, ...dealHandlers, ...taskHandlers },
      },
      ...(['app', 'dataset', 'workerpool'] as const).map((kind) => ({
        address: registries[kind],
        abi: interfaces[`${kind}Registry`](),
        on: registryHandlers(kind),
      })),
      { abi: interfaces.workerpool(), on: workerpoolHandlers },
    ]
  },
  genesis: readGenesis,
  late: readBulks,
}

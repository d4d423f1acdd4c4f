import type { FastifyPluginAsync } from 'fastify'
import type { KnownContracts } from '../../chain/known-contracts.ts'
import type { ExplorerSources } from '../../sources.ts'
import { blockRoutes } from './blocks.ts'
import { labelRoutes } from './labels.ts'
import { transactionRoutes } from './transactions.ts'

/** Everything of the API that is on the chain. */
export function chainRoutes(
  sources: ExplorerSources,
  contracts: KnownContracts,
): FastifyPluginAsync {
  return async (app) => {
    await app.register(labelRoutes(sources, contracts))
    await app.register(blockRoutes(sources, contracts))
    await app.register(transactionRoutes(sources, contracts))
  }
}

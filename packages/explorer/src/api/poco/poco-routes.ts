import type { FastifyPluginAsync } from 'fastify'
import type { ExplorerSources } from '../../sources.ts'
import { dealRoutes } from './deals.ts'
import { taskListRoutes } from './tasks.ts'

/** Everything of the API that is of the protocol: tasks, deals, assets, wallets, orders. */
export function pocoRoutes(sources: ExplorerSources): FastifyPluginAsync {
  return async (app) => {
    await app.register(taskListRoutes(sources))
    await app.register(dealRoutes(sources))
  }
}

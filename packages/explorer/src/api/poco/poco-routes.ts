import type { FastifyPluginAsync } from 'fastify'
import type { KnownContracts } from '../../chain/known-contracts.ts'
import type { ExplorerSources } from '../../sources.ts'
import { assetRoutes } from './assets.ts'
import { categoryRoutes } from './categories.ts'
import { dealRoutes } from './deals.ts'
import { orderRoutes } from './orders.ts'
import { taskListRoutes } from './tasks.ts'
import { voucherRoutes } from './vouchers.ts'
import { walletRoutes } from './wallets.ts'

/** Everything of the API that is of the protocol: tasks, deals, assets, wallets, orders. */
export function pocoRoutes(
  sources: ExplorerSources,
  contracts: KnownContracts,
): FastifyPluginAsync {
  return async (app) => {
    await app.register(taskListRoutes(sources))
    await app.register(dealRoutes(sources))
    await app.register(assetRoutes(sources))
    await app.register(orderRoutes(sources))
    await app.register(walletRoutes(sources, contracts))
    await app.register(categoryRoutes(sources))
    await app.register(voucherRoutes(sources))
  }
}

import type { FastifyPluginAsync } from 'fastify'
import { depthOf, listOrders } from '../../poco/orders.ts'
import { Depth, OrderFilter, OrderLines, OrderQuery } from '../../schema/poco/order.ts'
import type { ExplorerSources } from '../../sources.ts'
import { described } from '../described.ts'

/** `/orders`: open orders of a kind, the best first; `/orders/depth`: their depth. */
export function orderRoutes(sources: ExplorerSources): FastifyPluginAsync {
  return async (app) => {
    app.get<{ Querystring: OrderQuery }>(
      '/orders',
      {
        schema: described('orders', 'List open orders of a kind, the best first', {
          querystring: OrderQuery,
          returns: OrderLines,
        }),
      },
      async ({ query }) => listOrders(sources, query),
    )
    app.get<{ Querystring: OrderFilter }>(
      '/orders/depth',
      {
        schema: described('orders', 'Depth of the order book for a kind', {
          querystring: OrderFilter,
          returns: Depth,
        }),
      },
      async ({ query }) => depthOf(sources, query),
    )
  }
}

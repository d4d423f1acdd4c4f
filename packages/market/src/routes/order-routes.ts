import type { FastifyInstance } from 'fastify'
import { useChallenge } from '../challenges.ts'
import type { MarketContext } from '../context.ts'
import { invalid, MarketFailure } from '../failure.ts'
import { ORDER_KINDS, ORDER_NAMES, type OrderName } from '../order-kinds.ts'
import { isBulk, type OrderRecord } from '../order-record.ts'
import { publish } from '../publication/publish.ts'
import { unpublish } from '../publication/unpublish.ts'
import { orderConditions } from './order-queries.ts'
import { pageInfo, type Query, readPage } from './query.ts'

/** Largest order with its signature, bytes. */
const LARGEST_BODY = 128 * 1024

/**
 * Lists of open orders, single orders of any status, publishing and withdrawing, for each of the
 * four kinds.
 */
export function orderRoutes(app: FastifyInstance, context: MarketContext): void {
  const { orders: book, challenges, turns } = context
  for (const name of ORDER_NAMES) {
    const info = ORDER_KINDS[name]
    const path = `/${name}s`
    app.get<{ Querystring: Query }>(path, ({ query }) => {
      const conditions = orderConditions(info, query)
      const page = readPage(query)
      const { count, orders } = book.find(name, conditions, page)
      return {
        ok: true,
        ...pageInfo(count, page, orders.length),
        orders: orders.map((order) => shown(name, order)),
      }
    })
    app.get<{ Params: { orderHash: string } }>(`${path}/:orderHash`, ({ params }) => {
      const order = book.get(name, params.orderHash)
      if (!order) throw new MarketFailure(404, `${name} not found`)
      return { ok: true, ...shown(name, order) }
    })
    app.post(path, { bodyLimit: LARGEST_BODY }, async ({ headers, body }) => {
      const sender = useChallenge(challenges, headers.authorization)
      const { order } = objectOf(body)
      return { ok: true, published: await turns.take(() => publish(context, info, sender, order)) }
    })
    app.put(path, { bodyLimit: LARGEST_BODY }, async ({ headers, body }) => {
      const sender = useChallenge(challenges, headers.authorization)
      return {
        ok: true,
        unpublished: await turns.take(() => unpublish(context, info, sender, objectOf(body))),
      }
    })
  }
}

function objectOf(body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw invalid('the body is not a JSON object')
  return body as Record<string, unknown>
}

const shown = (name: OrderName, record: OrderRecord) =>
  name === 'datasetorder' ? { ...record, bulk: isBulk(record.order) } : record

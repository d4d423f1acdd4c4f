import { readBytes32 } from '@iexec-sim/protocol'
import type { FastifyInstance } from 'fastify'
import { WATCHED } from '../chain/watcher.ts'
import type { MarketContext } from '../context.ts'
import { invalid, MarketFailure } from '../failure.ts'
import { ORDER_NAMES } from '../order-kinds.ts'
import { DEAL_FILTERS, type DealFilter } from '../store/deal-store.ts'
import {
  pageInfo,
  type Query,
  readAddress,
  readAddressOrAny,
  readHash,
  readInteger,
  readPage,
} from './query.ts'

/** Deals a chart of prices goes back. */
const MOST_PRICES = 100

/** Routes about the chain: deals, categories, prices, and how far the market has read it. */
export function chainRoutes(app: FastifyInstance, context: MarketContext): void {
  const { deals, categories, orders, challenges } = context
  app.get<{ Querystring: Query }>('/deals', ({ query }) => {
    const page = readPage(query)
    const found = deals.find(dealFilters(query), page)
    return { ok: true, ...pageInfo(found.count, page, found.deals.length), deals: found.deals }
  })
  app.get<{ Params: { dealid: string } }>('/deals/:dealid', ({ params }) => {
    const id = readBytes32(params.dealid)
    const deal = id && deals.get(id)
    if (!deal) throw new MarketFailure(404, 'deal not found')
    return { ok: true, ...deal }
  })
  app.get<{ Querystring: Query }>('/ohlc', ({ query }) => {
    const category = readInteger(query, 'category')
    if (category === undefined) throw invalid('category is a required field')
    const newest = deals.find({ category }, { skip: 0, limit: MOST_PRICES }).deals.reverse()
    const ohlc = newest.map(({ blockTimestamp, workerpool, volume }) => [
      blockTimestamp,
      workerpool.price,
      volume,
    ])
    return { ok: true, ohlc }
  })
  app.get<{ Querystring: Query }>('/categories', ({ query }) => {
    const page = readPage(query)
    const least = readInteger(query, 'minWorkClockTimeRef')
    const most = readInteger(query, 'maxWorkClockTimeRef')
    const found = categories.find({ least, most }, page)
    return {
      ok: true,
      ...pageInfo(found.count, page, found.categories.length),
      categories: found.categories,
    }
  })
  app.get<{ Params: { catid: string } }>('/categories/:catid', ({ params }) => {
    const category = /^\d{1,15}$/.test(params.catid)
      ? categories.get(Number(params.catid))
      : undefined
    if (!category) throw new MarketFailure(404, 'category not found')
    return { ok: true, ...category }
  })
  app.get<{ Querystring: Query }>('/challenge', ({ query }) => {
    const address = readAddress(query, 'address')
    if (!address) throw invalid('address is a required field')
    return { ok: true, data: challenges.challenge(address) }
  })
  app.get('/metrics', () => {
    const lastBlock = Math.max(context.progress.least(WATCHED), 0)
    const counts = Object.fromEntries(
      ORDER_NAMES.map((name) => [`${name}s`, orders.countOpen(name)]),
    )
    return {
      ok: true,
      lastBlock,
      checkpointBlock: Math.max(lastBlock - CHECKPOINT_DEPTH, 0),
      ...counts,
    }
  })
}

/**
 * Blocks the real service's second reading stays behind its first; here there is one reading, and
 * it misses nothing.
 */
const CHECKPOINT_DEPTH = 10

function dealFilters(query: Query): Partial<Record<DealFilter, string | number>> {
  const filters: Partial<Record<DealFilter, string | number>> = {}
  for (const name of DEAL_FILTERS) {
    const value = readFilter(query, name)
    if (value !== undefined && value !== 'any') filters[name] = value
  }
  return filters
}

function readFilter(query: Query, name: DealFilter): string | number | undefined {
  if (name === 'category') return readInteger(query, name)
  return name.endsWith('Hash') ? readHash(query, name) : readAddressOrAny(query, name)
}

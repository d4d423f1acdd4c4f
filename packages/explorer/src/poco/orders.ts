import { decodeTag, type Hex } from '@iexec-sim/protocol'
import type { Page } from '../schema/page.ts'
import type { Depth, OrderFilter, OrderLine, OrderQuery } from '../schema/poco/order.ts'
import type { ExplorerSources, OpenOrder } from '../sources.ts'

/** Fields of an order that differ between the kinds: what it is of, and its price. */
const FIELDS = {
  app: { of: 'app', price: 'appprice' },
  dataset: { of: 'dataset', price: 'datasetprice' },
  workerpool: { of: 'workerpool', price: 'workerpoolprice' },
  request: { of: 'requester', price: 'workerpoolmaxprice' },
} as const
const STANDARD = 'standard'

type Book = Pick<ExplorerSources, 'openOrders'>

/** One page of the open orders of a kind, the best first. */
export function listOrders(book: Book, { page, pageSize, ...filter }: OrderQuery): Page<OrderLine> {
  const found = ordersOf(book, filter)
  const items = found.slice(page * pageSize, (page + 1) * pageSize)
  return { total: found.length, items: items.map((order) => lineOf(filter.kind, order)) }
}

/** Depth of the order book: tasks at each price or a better one. */
export function depthOf(book: Book, { kind, tag }: OrderFilter): Depth {
  const all = ordersOf(book, { kind })
  const volumes = new Map<number, number>()
  let volume = 0
  for (const order of all.filter((one) => tag === undefined || tagOf(one) === tag)) {
    volume += order.remaining
    volumes.set(priceOf(kind, order), volume)
  }
  const points = [...volumes].map(([price, volume]) => ({ price: String(price), volume }))
  return { tags: [...new Set(all.map(tagOf))].toSorted(), points }
}

function ordersOf(book: Book, { kind, tag }: OrderFilter): OpenOrder[] {
  const better = kind === 'request' ? -1 : 1
  return book
    .openOrders(`${kind}order`)
    .filter((order) => tag === undefined || tagOf(order) === tag)
    .toSorted((a, b) => (priceOf(kind, a) - priceOf(kind, b)) * better)
}

const priceOf = (kind: OrderFilter['kind'], { order }: OpenOrder): number =>
  Number(order[FIELDS[kind].price])

const tagOf = ({ order }: OpenOrder): string => decodeTag(order.tag as Hex).join(',') || STANDARD

function lineOf(kind: OrderFilter['kind'], open: OpenOrder): OrderLine {
  const { order, orderHash, signer, remaining, publicationTimestamp } = open
  const numberOf = (name: string) => (order[name] === undefined ? null : Number(order[name]))
  return {
    hash: orderHash,
    of: String(order[FIELDS[kind].of]),
    signer,
    price: String(priceOf(kind, open)),
    remaining,
    tag: decodeTag(order.tag as Hex),
    category: numberOf('category'),
    trust: numberOf('trust'),
    publishedAt: publicationTimestamp,
  }
}

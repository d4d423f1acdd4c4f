import { type Address, encodeTag, ZERO_ADDRESS } from '@iexec-sim/protocol'
import { getAddress, toBeHex } from 'ethers'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ORDER_KINDS, type OrderName } from '../order-kinds.ts'
import type { OrderRecord } from '../order-record.ts'
import { orderConditions } from '../routes/order-queries.ts'
import { pageInfo, readPage } from '../routes/query.ts'
import { openDatabase } from './database.ts'
import { OrderStore } from './order-store.ts'

const SEED = 20_260
const address = (n: number): Address =>
  n === 0 ? ZERO_ADDRESS : (getAddress(toBeHex(n, 20)) as Address)
const bytes32 = (n: bigint | number) => toBeHex(n, 32) as `0x${string}`
/** Bits with a name, and some without, one of them far up. */
const BITS = [0n, 1n, 2n, 3n, 8n, 47n, 48n, 200n, 255n]
const tag = fc
  .subarray(BITS, { maxLength: 4 })
  .map((bits) => bytes32(bits.reduce((sum, bit) => sum | (1n << bit), 0n)))
const someone = fc.nat(3).map(address)
/** Mostly the zero address: most queries find unrestricted orders. */
const named = fc.oneof(
  { weight: 3, arbitrary: fc.constant(ZERO_ADDRESS) },
  { weight: 1, arbitrary: someone },
)
const amount = fc.oneof(fc.nat(3), fc.constantFrom(0, 2 ** 53 - 2, 2 ** 53 - 1))

/** Records of a kind, in the order they were published; their hashes are not. */
function records(name: OrderName): fc.Arbitrary<OrderRecord[]> {
  const { fields } = ORDER_KINDS[name]
  const types = { address: named, amount, bytes32: tag, text: fc.constant('0x') }
  const order = fc.record(
    Object.fromEntries(fields.map((field) => [field.name, types[field.type]])),
  )
  const status = fc.constantFrom(
    'open' as const,
    'open' as const,
    'open' as const,
    'filled' as const,
    'dead' as const,
  )
  const one = fc.record({
    order,
    status,
    remaining: amount,
    signer: fc.integer({ min: 1, max: 3 }).map(address),
    at: fc.nat(5),
  })
  return fc.array(one, { maxLength: 40 }).map((list) =>
    list.map(({ at, ...record }, i) => ({
      ...record,
      orderHash: bytes32((i * 7919) % 65_537),
      chainId: 134,
      publicationTimestamp: new Date(at).toISOString(),
    })),
  )
}

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 })
const name = fc.oneof(
  { weight: 3, arbitrary: someone },
  { weight: 1, arbitrary: fc.constant('any') },
)
const flag = maybe(fc.constantFrom('true', 'false'))
const number = maybe(fc.nat(3).map(String))
const query = fc.record({
  app: maybe(name),
  dataset: maybe(name),
  workerpool: maybe(name),
  requester: maybe(name),
  beneficiary: maybe(name),
  owner: maybe(name),
  isAppStrict: flag,
  isDatasetStrict: flag,
  isWorkerpoolStrict: flag,
  isRequesterStrict: flag,
  minTag: maybe(tag),
  maxTag: maybe(tag),
  minVolume: maybe(fc.integer({ min: 1, max: 4 }).map(String)),
  bulkOnly: flag,
  category: number,
  minTrust: number,
  maxTrust: number,
  pageIndex: fc.nat(3).map(String),
})

type Asked = Record<string, string | undefined>

/** The API's promise, as a plain and slow filter. */
function isListed(
  kind: OrderName,
  { order, status, remaining, signer }: OrderRecord,
  asked: Asked,
): boolean {
  const { restrictions, equal, resource } = ORDER_KINDS[kind]
  const is = (filter: string, value: unknown) =>
    asked[filter] === undefined || asked[filter] === 'any' || asked[filter] === value
  const letsIn = (filter: string, value: unknown) => {
    const wanted = asked[filter]
    if (wanted === 'any') return true
    if (wanted === undefined) return value === ZERO_ADDRESS
    const strict = asked[`is${filter[0]!.toUpperCase()}${filter.slice(1)}Strict`] === 'true'
    return value === wanted || (!strict && value === ZERO_ADDRESS)
  }
  const bits = BigInt(order.tag!)
  const trust = Number(order.trust)
  const isBulk = order.datasetprice === 0 && Number(order.volume) >= 2 ** 53 - 2
  return (
    status === 'open' &&
    Object.entries(equal).every(([filter, field]) => is(filter, order[field])) &&
    (kind === 'requestorder' || is(`${resource}Owner`, signer)) &&
    Object.entries(restrictions).every(([filter, field]) => letsIn(filter, order[field])) &&
    (asked.minTag === undefined || (bits & BigInt(asked.minTag)) === BigInt(asked.minTag)) &&
    (asked.maxTag === undefined || (bits & ~BigInt(asked.maxTag)) === 0n) &&
    remaining >= Number(asked.minVolume ?? 0) &&
    (kind !== 'datasetorder' || asked.bulkOnly !== 'true' || isBulk) &&
    (order.category === undefined ||
      asked.category === undefined ||
      order.category === Number(asked.category)) &&
    (kind !== 'workerpoolorder' ||
      Number(asked.minTrust ?? 0) <= 1 ||
      trust >= Number(asked.minTrust)) &&
    (kind !== 'requestorder' ||
      asked.maxTrust === undefined ||
      trust <= Math.max(1, Number(asked.maxTrust)))
  )
}

function sorted(kind: OrderName, list: OrderRecord[]): OrderRecord[] {
  const { price, highestFirst } = ORDER_KINDS[kind]
  const direction = highestFirst ? -1 : 1
  return list.toSorted(
    (a, b) =>
      direction * (Number(a.order[price]) - Number(b.order[price])) ||
      Date.parse(a.publicationTimestamp) - Date.parse(b.publicationTimestamp) ||
      (a.orderHash < b.orderHash ? -1 : 1),
  )
}

it.each(['apporder', 'datasetorder', 'workerpoolorder', 'requestorder'] as const)(
  'every page of %ss is what a slow look at all of them gives',
  (kind) => {
    const { resource } = ORDER_KINDS[kind]
    fc.assert(
      fc.property(
        records(kind),
        query,
        fc.nat(8),
        fc.integer({ min: 1, max: 4 }),
        (kept, { owner, ...wish }, skip, limit) => {
          const asked: Asked = { ...wish, [`${resource}Owner`]: owner, pageSize: '10' }
          if (kind === 'apporder' || kind === 'datasetorder') asked[resource] ??= 'any'
          const store = new OrderStore(openDatabase(':memory:'), 134)
          for (const record of kept) store.put(kind, record, 0)
          const expected = sorted(
            kind,
            kept.filter((record) => isListed(kind, record, asked)),
          )
          const page = readPage(asked)
          const conditions = orderConditions(ORDER_KINDS[kind], asked)
          const { count, orders } = store.find(kind, conditions, page)
          expect(orders).toEqual(expected.slice(page.skip, page.skip + 10))
          // Few orders fulfil many conditions: pages smaller than the API's are the ones that
          // divide them.
          expect(store.find(kind, conditions, { skip, limit }).orders).toEqual(
            expected.slice(skip, skip + limit),
          )
          expect(pageInfo(count, page, orders.length)).toEqual({
            count: expected.length,
            ...(orders.length === 10 ? { nextPage: page.skip + 10 } : {}),
          })
        },
      ),
      { seed: SEED, numRuns: 400 },
    )
  },
)

it('queries return the same orders with many orders, where another index is used', () => {
  const store = new OrderStore(openDatabase(':memory:'), 134)
  const tags = encodeTag('')
  const order = { app: address(1), volume: 1, tag: tags, salt: bytes32(0), sign: '0x' }
  const free = {
    datasetrestrict: ZERO_ADDRESS,
    workerpoolrestrict: ZERO_ADDRESS,
    requesterrestrict: ZERO_ADDRESS,
  }
  const all = Array.from(
    { length: 1_200 },
    (_, i): OrderRecord => ({
      orderHash: bytes32((i * 7919) % 65_537),
      order: { ...order, ...free, appprice: (i * 31) % 7 },
      chainId: 134,
      remaining: 1,
      status: 'open',
      publicationTimestamp: new Date(i % 3).toISOString(),
      signer: address(2),
    }),
  )
  for (const record of all) store.put('apporder', record, 0)
  const conditions = orderConditions(ORDER_KINDS.apporder, { app: address(1) })
  for (const skip of [0, 600, 1_190, 1_200]) {
    const { count, orders } = store.find('apporder', conditions, { skip, limit: 20 })
    expect({ count, orders }).toEqual({
      count: 1_200,
      orders: sorted('apporder', all).slice(skip, skip + 20),
    })
  }
})

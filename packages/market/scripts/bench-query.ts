/**
 * How long an order-book query takes with 100,000 open orders of a kind, over HTTP and in the database alone.
 * Run: `node packages/market/scripts/bench-query.ts [orders]`. Prints median, p95 and worst in milliseconds.
 */
import { createHash } from 'node:crypto'
import { getAddress } from 'ethers'
import { ORDER_KINDS, ORDER_NAMES, type OrderName } from '../src/order-kinds.ts'
import type { OrderRecord } from '../src/order-record.ts'
import { orderConditions } from '../src/routes/order-queries.ts'
import { readPage } from '../src/routes/query.ts'
import { openDatabase } from '../src/store/database.ts'
import { OrderStore } from '../src/store/order-store.ts'

const ORDERS = Number(process.argv[2] ?? 100_000)
const ROUNDS = 40
const ZERO = `0x${'0'.repeat(40)}`

const hash = (text: string): `0x${string}` => `0x${createHash('sha256').update(text).digest('hex')}`
const address = (text: string) => getAddress(hash(text).slice(0, 42)) as `0x${string}`
const ASSETS = Array.from({ length: 2_000 }, (_, i) => address(`asset ${i}`))
const WALLETS = Array.from({ length: 5_000 }, (_, i) => address(`wallet ${i}`))
/** The same numbers in every run. */
const pick = (i: number, of: number, seed: number) => (Math.imul(i + seed, 2_654_435_761) >>> 8) % of

function record(name: OrderName, i: number): OrderRecord {
  const info = ORDER_KINDS[name]
  const values = info.fields.map(({ name: field, type }) => {
    if (field.endsWith('restrict')) return [field, pick(i, 10, field.length) ? ZERO : ASSETS[pick(i, 20, 3)]!]
    if (field.endsWith('price')) return [field, pick(i, 1_000, 1)]
    if (field === 'category') return [field, pick(i, 10, 11) < 8 ? 0 : pick(i, 5, 2)]
    if (field === 'trust') return [field, pick(i, 5, 5)]
    if (field === 'volume') return [field, 1 + pick(i, 1_000, 7)]
    if (field === 'tag') return [field, `0x${(pick(i, 3, 9) ? '' : '3').padStart(64, '0')}`]
    if (field === 'workerpool' && name === 'requestorder')
      return [field, pick(i, 4, 4) ? ZERO : ASSETS[pick(i, 20, 3)]!]
    if (type === 'address') return [field, ASSETS[pick(i, ASSETS.length, field.length)]!]
    return [field, type === 'bytes32' ? hash(`${field} ${i}`) : '0x'.padEnd(132, 'f')]
  })
  const order = Object.fromEntries(values)
  const publicationTimestamp = new Date(1.8e12 + i * 10).toISOString()
  const signer = name === 'requestorder' ? order.requester : WALLETS[pick(i, WALLETS.length, 6)]!
  const orderHash = hash(`${name} ${i}`)
  return { orderHash, order, chainId: 134, remaining: order.volume, status: 'open', publicationTimestamp, signer }
}

const A = ASSETS[7]!
const QUERIES: Record<OrderName, Record<string, string>[]> = {
  apporder: [
    { app: A },
    { app: A, requester: A, dataset: 'any' },
    { appOwner: WALLETS[9]! },
    { app: 'any' },
    { app: 'any', dataset: A, minTag: hash('').replace(/./g, '0').replace('00', '0x').slice(0, 65) + '3' },
  ],
  datasetorder: [
    { dataset: A, app: A, workerpool: A, requester: A },
    { dataset: 'any', bulkOnly: 'true' },
    { dataset: 'any', app: A, isAppStrict: 'true' },
  ],
  workerpoolorder: [
    { category: '0' },
    { category: '0', app: ASSETS[1]!, dataset: ASSETS[2]!, requester: ASSETS[3]! },
    { category: '0', minTrust: '3', minVolume: '900', app: 'any' },
    { category: '0', minVolume: '5000' },
    { category: '0', pageIndex: '40', pageSize: '1000' },
    {},
  ],
  requestorder: [
    { category: '0' },
    { app: A },
    { category: '0', workerpool: A, maxTrust: '1' },
    { category: '3', beneficiary: A },
  ],
}

const db = openDatabase(':memory:')
const store = new OrderStore(db, 134)
const filled = performance.now()
db.exec('BEGIN')
for (const name of ORDER_NAMES) for (let i = 0; i < ORDERS; i += 1) store.put(name, record(name, i), 0)
db.exec('COMMIT')
console.log(`${ORDERS} orders of each kind, ${((performance.now() - filled) / ORDERS / 4).toFixed(3)} ms to put one`)
const all: number[] = []
for (const name of ORDER_NAMES) {
  for (const query of QUERIES[name]) {
    const times: number[] = []
    let count = 0
    for (let i = 0; i < ROUNDS; i += 1) {
      const start = performance.now()
      count = store.find(name, orderConditions(ORDER_KINDS[name], query), readPage(query)).count
      times.push(performance.now() - start)
    }
    all.push(...times)
    console.log(
      line(times),
      String(count).padStart(7),
      name,
      JSON.stringify(query).replaceAll(/0x[\da-fA-F]{30,}/g, '0x…'),
    )
  }
}
console.log(line(all), '    all')

function line(times: number[]): string {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!.toFixed(2).padStart(7)
  return `${at(0.5)} ${at(0.95)} ${at(1)}`
}

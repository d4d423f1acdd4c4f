/**
 * Measures order-book queries with a number of open orders of each kind. Run: `node
 * packages/market/scripts/bench-query.ts [orders]` (100,000 if not said). Prints median, p95 and
 * worst, milliseconds: in the store, page and count, where calls during which the system gave the
 * processor to another process are set aside; and over HTTP, from the request to its last byte,
 * where all of them count. The first rounds fill caches and are left out.
 */
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HubClient, httpRpc } from '@iexec-sim/chain/client'
import { createLog, openDoor } from '@iexec-sim/door'
import { type Address, type Bytes32, bellecour, encodeTag, ZERO_ADDRESS } from '@iexec-sim/protocol'
import { getAddress } from 'ethers'
import { Market, type OrderName, type OrderRecord } from '../src/index.ts'
import { ORDER_KINDS, ORDER_NAMES, type OrderField } from '../src/order-kinds.ts'
import { orderConditions } from '../src/routes/order-queries.ts'
import { readPage } from '../src/routes/query.ts'
import { openDatabase } from '../src/store/database.ts'
import { OrderStore } from '../src/store/order-store.ts'

const ORDERS = Number(process.argv[2] ?? 100_000)
const ROUNDS = 200
const WARM_UP = 20

const hash = (text: string) => `0x${createHash('sha256').update(text).digest('hex')}` as Bytes32
const address = (text: string) => getAddress(hash(text).slice(0, 42)) as Address
/** The same small number in every run, another for each seed. */
const pick = (i: number, seed: string, below: number) =>
  Number.parseInt(hash(`${seed} ${i}`).slice(2, 12), 16) % below

const [A, B, C] = [address('asset 1'), address('asset 2'), address('asset 3')]
const asset = (i: number, seed: string, of = 2_000) => address(`asset ${pick(i, seed, of)}`)

function field(i: number, { name, type }: OrderField): string | number {
  if (name.endsWith('restrict')) return pick(i, name, 10) > 0 ? ZERO_ADDRESS : asset(i, name, 20)
  if (name === 'category') return pick(i, name, 10) < 7 ? 0 : pick(i, name, 5)
  if (name === 'trust') return pick(i, name, 5)
  if (name === 'tag') return pick(i, name, 3) > 0 ? encodeTag('') : encodeTag('tee,scone')
  if (type === 'address') return asset(i, name)
  if (type === 'amount') return 1 + pick(i, name, 1_000)
  return type === 'bytes32' ? hash(`${name} ${i}`) : '0x'.padEnd(132, 'f')
}

function record(name: OrderName, i: number): OrderRecord {
  const order = Object.fromEntries(
    ORDER_KINDS[name].fields.map((wanted) => [wanted.name, field(i, wanted)]),
  )
  if (name === 'requestorder' && pick(i, 'any pool', 4) > 0) order.workerpool = ZERO_ADDRESS
  return {
    orderHash: hash(`${name} ${i}`),
    order,
    chainId: bellecour.chainId,
    remaining: Number(order.volume),
    status: 'open',
    publicationTimestamp: new Date(1.8e12 + i * 10).toISOString(),
    signer:
      name === 'requestorder'
        ? (order.requester as Address)
        : address(`wallet ${pick(i, 'signer', 5_000)}`),
  }
}

/**
 * Queries as the official clients send them, and some they do not, which are the slowest there are.
 */
const QUERIES: [OrderName, Record<string, string | number>][] = [
  ['apporder', { app: A }],
  ['apporder', { app: A, dataset: 'any', workerpool: B, requester: C }],
  ['apporder', { app: A, dataset: 'any', workerpool: 'any', requester: 'any', pageIndex: 2 }],
  ['apporder', { appOwner: address('wallet 9') }],
  ['apporder', { appOwner: address('wallet 9'), dataset: 'any', pageIndex: 1 }],
  ['apporder', { app: 'any' }],
  ['apporder', { app: 'any', dataset: 'any', workerpool: 'any', requester: 'any' }],
  [
    'apporder',
    { app: 'any', dataset: 'any', workerpool: 'any', requester: 'any', pageIndex: 2_500 },
  ],
  ['apporder', { app: 'any', dataset: A, minTag: encodeTag('tee') }],
  ['datasetorder', { dataset: A, app: A, workerpool: B, requester: C }],
  ['datasetorder', { dataset: 'any', bulkOnly: 'true' }],
  ['datasetorder', { dataset: 'any', app: A, isAppStrict: 'true' }],
  ['workerpoolorder', { category: 0 }],
  ['workerpoolorder', { category: 0, minTag: encodeTag('tee,scone') }],
  ['workerpoolorder', { category: 0, minTag: encodeTag('tee,scone'), pageIndex: 420 }],
  ['workerpoolorder', { category: 0, minTag: encodeTag('tee,scone'), pageIndex: 800 }],
  ['workerpoolorder', { category: 0, maxTag: encodeTag('') }],
  ['workerpoolorder', { category: 0, maxTag: encodeTag(''), pageIndex: 850 }],
  ['workerpoolorder', { category: 0, maxTag: encodeTag(''), pageIndex: 1_600 }],
  ['workerpoolorder', { category: 0, app: A, dataset: B, requester: C }],
  ['workerpoolorder', { category: 0, app: 'any', dataset: 'any', requester: 'any' }],
  ['workerpoolorder', { category: 0, app: 'any', minTrust: 3, minVolume: 900 }],
  ['workerpoolorder', { category: 0, minVolume: 5_000 }],
  ['workerpoolorder', { category: 0, pageIndex: 1_270 }],
  ['workerpoolorder', { category: 0, pageIndex: 2_000 }],
  ['workerpoolorder', { workerpool: A }],
  ['workerpoolorder', {}],
  ['requestorder', { category: 0 }],
  ['requestorder', { category: 0, pageIndex: 1_300 }],
  ['requestorder', { category: 0, pageIndex: 2_000 }],
  ['requestorder', {}],
  ['requestorder', { workerpool: 'any', pageIndex: 2_500 }],
  ['requestorder', { app: A }],
  ['requestorder', { category: 0, workerpool: A, maxTrust: 1 }],
  ['requestorder', { category: 3, beneficiary: A }],
  ['workerpoolorder', { category: 0, pageSize: 1_000 }],
  ['workerpoolorder', { category: 0, pageSize: 1_000, pageIndex: 40 }],
]

/** Calls in the store that were set aside. */
let disturbed = 0
const dir = mkdtempSync(join(tmpdir(), 'market-bench-'))
const { hub, chainId } = bellecour
const log = createLog({ level: 'silent' })
fill(join(dir, 'market.db'))
// Lists never ask the chain, so that none is needed.
const chain = new HubClient({ rpc: httpRpc('http://127.0.0.1:1'), hub })
const clock = { now: Date.now, at: () => ({ cancel() {} }) }
const market = new Market({ chainId, chain, clock, log, dir })
const readers = openDatabase(join(dir, 'market.db'))
const store = new OrderStore(readers, chainId)
const door = await openDoor({ name: 'market', port: 0, log, plugin: market.plugin })
try {
  const all: { direct: number[]; http: number[] } = { direct: [], http: [] }
  for (const [name, query] of QUERIES) {
    const direct = measureStore(name, query)
    const { times, count } = await measure(name, query)
    if (!('pageSize' in query)) {
      all.direct.push(...direct)
      all.http.push(...times)
    }
    console.log(line(direct), '|', line(times), String(count).padStart(7), name, shown(query))
  }
  console.log(line(all.direct), '|', line(all.http), 'pages of 20, all together')
  console.log(`${disturbed} of ${QUERIES.length * ROUNDS} calls in the store were set aside`)
} finally {
  await door.close()
  await market.close()
  readers.close()
  rmSync(dir, { recursive: true })
}

function fill(path: string): void {
  const db = openDatabase(path)
  const store = new OrderStore(db, chainId)
  let spent = 0
  db.exec('BEGIN')
  for (const name of ORDER_NAMES)
    for (let i = 0; i < ORDERS; i += 1) {
      const made = record(name, i)
      const start = performance.now()
      store.put(name, made, 0)
      spent += performance.now() - start
    }
  db.exec('COMMIT')
  db.close()
  console.log(
    `${ORDERS} open orders of each kind; ${(spent / ORDERS / 4).toFixed(3)} ms to put one`,
  )
}

function measureStore(name: OrderName, query: Record<string, string | number>): number[] {
  const asked = Object.fromEntries(
    Object.entries(query).map(([filter, value]) => [filter, String(value)]),
  )
  const times: number[] = []
  for (let i = 0; i < WARM_UP + ROUNDS; i += 1) {
    const before = process.resourceUsage().involuntaryContextSwitches
    const start = performance.now()
    store.find(name, orderConditions(ORDER_KINDS[name], asked), readPage(asked))
    const took = performance.now() - start
    const isDisturbed = process.resourceUsage().involuntaryContextSwitches > before
    if (i < WARM_UP) continue
    if (isDisturbed) disturbed += 1
    else times.push(took)
  }
  return times
}

async function measure(name: OrderName, query: Record<string, string | number>) {
  const parameters = new URLSearchParams({ chainId: String(chainId) })
  for (const [filter, value] of Object.entries(query)) parameters.set(filter, String(value))
  const url = `${door.url}/${name}s?${parameters}`
  const times: number[] = []
  let text = ''
  for (let i = 0; i < WARM_UP + ROUNDS; i += 1) {
    const start = performance.now()
    text = await (await fetch(url)).text()
    times.push(performance.now() - start)
  }
  return { times: times.slice(WARM_UP), count: JSON.parse(text).count as number }
}

function line(times: number[]): string {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!
  return [at(0.5), at(0.95), at(1)].map((ms) => ms.toFixed(1).padStart(6)).join('')
}

function shown(query: Record<string, string | number>): string {
  return JSON.stringify(query).replaceAll(/0x[\da-fA-F]{30,}/g, '0x…')
}

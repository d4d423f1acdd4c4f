import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HubClient, httpRpc } from '../../packages/chain/src/client/index.ts'
import { createLog, type Door, openDoor } from '../../packages/door/src/index.ts'
import { Market, type OrderName, type OrderRecord } from '../../packages/market/src/index.ts'
import { ORDER_KINDS, ORDER_NAMES, type OrderField } from '../../packages/market/src/order-kinds.ts'
import { openDatabase } from '../../packages/market/src/store/database.ts'
import { OrderStore } from '../../packages/market/src/store/order-store.ts'
import {
  type Address,
  type Bytes32,
  bellecour,
  address as checksummed,
  encodeTag,
  ZERO_ADDRESS,
} from '../../packages/protocol/src/index.ts'

/** Filters of a query of open orders. */
export type OrderQuery = Record<string, string | number>

const hash = (text: string) => `0x${createHash('sha256').update(text).digest('hex')}` as Bytes32
const address = (text: string) => checksummed(hash(text).slice(0, 42))
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
export const QUERIES: readonly [OrderName, OrderQuery][] = [
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

/** An order book behind its door, without a chain: lists never ask one. */
export class FilledOrderBook implements AsyncDisposable {
  readonly #dir: string
  readonly #market: Market
  readonly #door: Door

  private constructor(dir: string, market: Market, door: Door) {
    this.#dir = dir
    this.#market = market
    this.#door = door
  }

  /** Opens one with a number of open orders of each kind, the same in every run. */
  static async open(orders: number): Promise<FilledOrderBook> {
    const { hub, chainId } = bellecour
    const dir = await mkdtemp(join(tmpdir(), 'iexec-sim-bench-'))
    fill(join(dir, 'market.db'), orders)
    const chain = new HubClient({ rpc: httpRpc('http://127.0.0.1:1'), hub })
    const clock = { now: Date.now, at: () => ({ cancel() {} }) }
    const log = createLog({ level: 'silent' })
    const market = new Market({ chainId, chain, clock, log, dir })
    const door = await openDoor({ name: 'market', port: 0, log, plugin: market.plugin })
    return new FilledOrderBook(dir, market, door)
  }

  /** URL of a query. */
  url(name: OrderName, query: OrderQuery): string {
    const parameters = new URLSearchParams({ chainId: String(bellecour.chainId) })
    for (const [filter, value] of Object.entries(query)) parameters.set(filter, String(value))
    return `${this.#door.url}/${name}s?${parameters}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#door.close()
    await this.#market.close()
    await rm(this.#dir, { recursive: true })
  }
}

function fill(path: string, orders: number): void {
  const db = openDatabase(path)
  const store = new OrderStore(db, bellecour.chainId)
  db.exec('BEGIN')
  for (const name of ORDER_NAMES)
    for (let i = 0; i < orders; i++) store.put(name, record(name, i), 0)
  db.exec('COMMIT')
  db.close()
}

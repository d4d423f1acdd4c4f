import { type DealId, isHexAddress, parseDealParams, taskIdOf } from '@iexec-sim/protocol'
import type { Statements } from '@iexec-sim/snapshot'
import type { ContentReader } from '../index/chain-reader.ts'
import type { Writer } from '../index/subgraph-source.ts'
import { sliceId } from './ids.ts'

/** Largest list that is read, bytes. */
const MOST_BYTES = 1024 ** 2
/** Deals whose lists are looked for at once. */
const MOST_DEALS = 20

interface BulkDeal {
  id: DealId
  params: string
  first: number
  size: number
}

/**
 * Reads the slices of bulk deals that are not known yet: a deal may be made before its list is in
 * the network's storage. Returns what puts them down.
 */
export async function readBulks(
  statements: Statements,
  content: ContentReader,
): Promise<(to: Writer) => void> {
  const missing = statements
    .prepare(
      `SELECT id, params, CAST(substr(botFirst, 3) AS INTEGER) AS first,
              CAST(substr(botSize, 3) AS INTEGER) AS size
       FROM Deal WHERE bulk IS NOT NULL AND bulk NOT IN (SELECT id FROM Bulk)
       ORDER BY timestamp DESC LIMIT ?`,
    )
    .all(MOST_DEALS) as unknown as BulkDeal[]
  const read = await Promise.all(missing.map((deal) => readBulk(deal, content)))
  return (to) => {
    for (const put of read) put?.(to)
  }
}

async function readBulk(
  { id, params, first, size }: BulkDeal,
  content: ContentReader,
): Promise<((to: Writer) => void) | undefined> {
  const hash = parseDealParams(params, 'v9').bulkCid
  const cids = await readList(content, hash)
  if (!cids) return undefined
  const slices: ((to: Writer) => void)[] = []
  for (const [index, cid] of cids.entries()) {
    if (index < first || index >= first + size || typeof cid !== 'string') continue
    const orders = await readList(content, cid)
    if (orders) slices.push((to) => putSlice(to, id, index, cid, orders))
  }
  return (to) => {
    // The chain may have been taken back meanwhile.
    if (!to.has('Deal', id)) return
    to.put('Bulk', id, { hash })
    for (const slice of slices) slice(to)
  }
}

function putSlice(to: Writer, deal: DealId, index: number, hash: string, orders: unknown[]): void {
  const task = taskIdOf(deal, index)
  const good = orders.flatMap((order, i) => (isOrder(order) ? { order, id: `${task}-${i}` } : []))
  for (const { order, id } of good)
    to.put('DatasetOrder', id, {
      datasetprice: BigInt(order.datasetprice!),
      volume: BigInt(order.volume!),
      ...Object.fromEntries([...BYTES, ...ADDRESSES].map((name) => [name, order[name]!])),
    })
  to.put('BulkSlice', sliceId(deal, index), {
    hash,
    bulk: deal,
    task,
    index: BigInt(index),
    datasets: good.map(({ order }) => order.dataset!),
    datasetOrders: good.map(({ id }) => id),
  })
}

const ADDRESSES = ['dataset', 'apprestrict', 'workerpoolrestrict', 'requesterrestrict']
const BYTES = ['tag', 'salt', 'sign']

/** Whether an entry of a slice is a signed dataset order, as the clients write one. */
function isOrder(order: unknown): order is Record<string, string> {
  if (typeof order !== 'object' || order === null) return false
  const fields = order as Record<string, unknown>
  const has = (name: string, shape: RegExp) =>
    typeof fields[name] === 'string' && shape.test(fields[name])
  return (
    ADDRESSES.every((name) => typeof fields[name] === 'string' && isHexAddress(fields[name])) &&
    BYTES.every((name) => has(name, /^0x([\da-f]{2})*$/i)) &&
    ['datasetprice', 'volume'].every((name) => has(name, /^\d{1,78}$/))
  )
}

/** A list in JSON; `undefined` when it cannot be read, no entries when it is something else. */
async function readList(content: ContentReader, cid: string): Promise<unknown[] | undefined> {
  try {
    const bytes = await content.bytes(`/ipfs/${cid}`, MOST_BYTES)
    const list: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'))
    return Array.isArray(list) ? list : []
  } catch (error) {
    return error instanceof SyntaxError ? [] : undefined
  }
}

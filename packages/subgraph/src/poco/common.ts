import type { IndexedEvent, Writer } from '../index/subgraph-source.ts'

/** Id of the only entity of its kind, which counts everything. */
const PROTOCOL = 'iExec'

const COUNTS = [
  'categoriesCount',
  'appsCount',
  'datasetsCount',
  'workerpoolsCount',
  'dealsCount',
  'tasksCount',
  'completedTasksCount',
  'claimedTasksCount',
  'tvl',
] as const

/** Adds to counts of the whole protocol. */
export function count(to: Writer, amounts: Partial<Record<(typeof COUNTS)[number], bigint>>): void {
  const all = Object.fromEntries(COUNTS.map((name) => [name, amounts[name] ?? 0n]))
  to.add('Protocol', PROTOCOL, all)
}

/** Adds to an account's free and frozen nRLC; one that is not known begins with nothing. */
export function account(
  to: Writer,
  id: string,
  { balance = 0n, frozen = 0n }: { balance?: bigint; frozen?: bigint } = {},
): string {
  if (balance !== 0n || frozen !== 0n || !to.has('Account', id))
    to.add('Account', id, { balance, frozen, score: 0n })
  return id
}

/** Makes the entity of an event, and that of its transaction. */
export function happened(
  to: Writer,
  entity: string,
  event: IndexedEvent,
  fields: Parameters<Writer['put']>[2],
): void {
  const { id, timestamp, transaction, block } = event
  if (!to.has('Transaction', transaction.hash))
    to.put('Transaction', transaction.hash, {
      from: account(to, transaction.from),
      to: transaction.to && account(to, transaction.to),
      value: transaction.value,
      gasLimit: transaction.gas,
      gasUsed: transaction.gas,
      gasPrice: transaction.gasPrice,
      timestamp,
      blockNumber: BigInt(block),
    })
  to.put(entity, id, { transaction: transaction.hash, timestamp, ...fields })
}

import { sameAddress } from '@iexec-sim/protocol'
import { getAddress } from 'ethers'
import type { Evm } from '../internal/edr.ts'
import { nextNonce, type PooledTransaction, pooled } from '../send-transaction.ts'

interface Pool<T> {
  /** Transactions that the next block can include. */
  pending: T
  /** Transactions that wait for an earlier nonce. */
  queued: T
}
type ByNonce = Record<string, PooledTransaction>
type BySender = Record<string, ByNonce>

/** Answers `txpool_content`: waiting transactions by sender and nonce. */
export async function poolContent(evm: Evm): Promise<Pool<BySender>> {
  const content: Pool<BySender> = { pending: {}, queued: {} }
  for (const [sender, transactions = []] of Object.entries(
    Object.groupBy(await pooled(evm), ({ from }) => from),
  )) {
    const next = await nextNonce(evm, sender, 'pending')
    const parts = Object.groupBy(transactions, ({ nonce }) =>
      Number(nonce) < next ? 'pending' : 'queued',
    )
    if (parts.pending) content.pending[getAddress(sender)] = byNonce(parts.pending)
    if (parts.queued) content.queued[getAddress(sender)] = byNonce(parts.queued)
  }
  return content
}

/** Answers `txpool_contentFrom`. */
export async function poolContentFrom(
  evm: Evm,
  [sender]: readonly unknown[],
): Promise<Pool<ByNonce>> {
  const { pending, queued } = await poolContent(evm)
  const of = (part: BySender) =>
    Object.entries(part).find(([from]) => sameAddress(from, String(sender)))?.[1] ?? {}
  return { pending: of(pending), queued: of(queued) }
}

/** Answers `txpool_inspect`: a line for each, in geth's form. */
export async function poolLines(evm: Evm): Promise<Pool<Record<string, Record<string, string>>>> {
  const { pending, queued } = await poolContent(evm)
  const lines = (part: BySender) => mapValues(part, (own) => mapValues(own, lineOf))
  return { pending: lines(pending), queued: lines(queued) }
}

/** Answers `txpool_status`. */
export async function poolStatus(evm: Evm): Promise<Pool<string>> {
  const { pending, queued } = await poolContent(evm)
  const count = (part: BySender) =>
    Object.values(part).reduce((sum, own) => sum + Object.keys(own).length, 0)
  return { pending: `0x${count(pending).toString(16)}`, queued: `0x${count(queued).toString(16)}` }
}

function lineOf({ to, value, gas, gasPrice, maxFeePerGas }: PooledTransaction): string {
  const target = to ? getAddress(to) : 'contract creation'
  return `${target}: ${BigInt(value)} wei + ${BigInt(gas)} gas × ${BigInt(maxFeePerGas ?? gasPrice ?? 0)} wei`
}

const byNonce = (transactions: readonly PooledTransaction[]): ByNonce =>
  Object.fromEntries(transactions.map((transaction) => [Number(transaction.nonce), transaction]))

const mapValues = <A, B>(record: Record<string, A>, to: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value)]))

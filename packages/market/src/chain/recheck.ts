import type { Address, Bytes32 } from '@iexec-sim/protocol'
import type { MarketContext } from '../context.ts'
import { ORDER_KINDS, type OrderName } from '../order-kinds.ts'
import type { OrderRecord } from '../order-record.ts'
import { leftOf, requiredStake } from '../publication/checks.ts'
import { end } from '../publication/order-gone.ts'
import { equals } from '../store/conditions.ts'

/**
 * Takes note of what the chain says an order has been used for: fewer tasks remain, or none.
 * Answers the order as it is open now. A dead one may have been matched too, before it died.
 */
export async function consumed(
  context: MarketContext,
  name: OrderName,
  hash: Bytes32,
): Promise<OrderRecord | undefined> {
  const { orders, chain, announcer } = context
  const record = orders.get(name, hash)
  if (record?.status !== 'open' && record?.status !== 'dead') return undefined
  const isOpen = record.status === 'open'
  const remaining = Math.min(record.remaining, await leftOf(context, hash, record.order))
  if (remaining === record.remaining) return isOpen ? record : undefined
  if (isOpen && remaining === 0) {
    await end(context, name, record, 'filled', 0)
    return undefined
  }
  const status = remaining === 0 ? 'filled' : record.status
  orders.change(name, hash, { remaining, status, seen: await chain.blockNumber() })
  if (!isOpen) return undefined
  const updated = { ...record, remaining }
  announcer.updated(name, updated)
  return updated
}

/** Ends the open orders of a wallet that its free money does not cover any more. */
export async function killUncovered(context: MarketContext, signer: Address): Promise<void> {
  const { orders, chain } = context
  const open = (['workerpoolorder', 'requestorder'] as const).flatMap((name) =>
    orders.allOpen(name, equals('signer', { address: signer })).map((record) => ({ name, record })),
  )
  const cost = (name: OrderName, { order, remaining }: OrderRecord) =>
    requiredStake(ORDER_KINDS[name], order, remaining)
  if (open.every(({ name, record }) => cost(name, record) === 0n)) return
  const { stake } = await chain.viewAccount(signer)
  for (const { name, record } of open) {
    if (cost(name, record) <= stake) continue
    // The money may have gone into a match of this very order, whose event is yet to come: fewer
    // tasks cost less.
    const updated = await consumed(context, name, record.orderHash)
    if (updated && cost(name, updated) > stake) await end(context, name, updated, 'dead')
  }
}

import type { Address, Bytes32 } from '@iexec-sim/protocol'
import type { MarketContext } from '../context.ts'
import { ORDER_KINDS, ORDER_NAMES, type OrderName } from '../order-kinds.ts'
import { requiredStake } from '../publication/checks.ts'
import { orderGone } from '../publication/order-gone.ts'

/** Takes note of what the chain says an order has been used for: fewer tasks remain, or none. */
export async function consumed(context: MarketContext, name: OrderName, hash: Bytes32): Promise<void> {
  const { orders, chain, announcer } = context
  const record = orders.get(name, hash)
  if (record?.status !== 'open') return
  const left = Number(record.order.volume) - Number(await chain.viewConsumed(hash))
  const remaining = Math.max(0, Math.min(record.remaining, left))
  if (remaining === record.remaining) return
  if (!orders.change(name, hash, remaining, remaining === 0 ? 'filled' : 'open')) return
  if (remaining === 0) orderGone(context, name, record)
  else announcer.updated(name, { ...record, remaining })
}

/** Ends the open orders of a wallet that its free money does not cover any more. */
export async function killUncovered(context: MarketContext, signer: Address): Promise<void> {
  const { orders, chain } = context
  const open = (['workerpoolorder', 'requestorder'] as const).flatMap((name) =>
    orders.allOpen(name, { sql: 'signer = ?', values: [signer] }).map((record) => ({ name, record })),
  )
  const costly = open.filter(
    ({ name, record }) => requiredStake(ORDER_KINDS[name], record.order, record.remaining) > 0n,
  )
  if (costly.length === 0) return
  const { stake } = await chain.viewAccount(signer)
  for (const { name, record } of costly) {
    if (requiredStake(ORDER_KINDS[name], record.order, record.remaining) <= stake) continue
    if (orders.change(name, record.orderHash, record.remaining, 'dead')) orderGone(context, name, record)
  }
}

/** Looks at every open order again, after the chain was taken back. What was filled or closed then stays so. */
export async function recheckAll(context: MarketContext): Promise<void> {
  const signers = new Set<Address>()
  for (const name of ORDER_NAMES) {
    for (const { orderHash, signer } of context.orders.allOpen(name)) {
      await consumed(context, name, orderHash)
      signers.add(signer)
    }
  }
  for (const signer of signers) await killUncovered(context, signer)
}

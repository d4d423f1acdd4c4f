import type { HubClient } from '@iexec-sim/chain/client'
import type { MarketContext } from '../context.ts'
import { MarketFailure } from '../failure.ts'
import { ORDER_KINDS, ORDER_NAMES, type OrderName } from '../order-kinds.ts'
import type { OrderRecord, OrderStatus } from '../order-record.ts'
import { checkOffers, checkSignature, checkStake, leftOf, signerOf } from '../publication/checks.ts'
import { end } from '../publication/order-gone.ts'
import { readCategories } from './categories.ts'

/**
 * Forgets the blocks that the chain was taken back behind, and evaluates their effects on orders
 * again.
 */
export async function takenBack(context: MarketContext, fromBlock: number): Promise<void> {
  const { deals, categories, orders } = context
  for (const { dealid, transactionHash, blockNumber } of deals.since(fromBlock))
    if (!(await isIn(context.chain, transactionHash, blockNumber))) deals.delete(dealid)
  categories.forgetFrom(fromBlock)
  await readCategories(context)
  // Requests come last: they need the offers.
  for (const name of ORDER_NAMES)
    for (const record of orders.seenSince(name, fromBlock)) await review(context, name, record)
}

/**
 * Whether the chain still has a transaction where it was. What is still there is not told of again.
 */
async function isIn({ rpc }: HubClient, hash: string, block: number): Promise<boolean> {
  const receipt = await rpc.request({ method: 'eth_getTransactionReceipt', params: [hash] })
  return Number((receipt as { blockNumber?: string } | null)?.blockNumber) === block
}

/** Looks at an order as if it were published now. */
async function review(context: MarketContext, name: OrderName, record: OrderRecord): Promise<void> {
  const { orders, chain, announcer } = context
  const remaining = await leftOf(context, record.orderHash, record.order)
  const status = await statusOf(context, name, record, remaining)
  if (record.status === 'open' && status !== 'open')
    return end(context, name, record, status, remaining)
  orders.change(name, record.orderHash, { remaining, status, seen: await chain.blockNumber() })
  if (status !== 'open') return
  if (record.status !== 'open') announcer.published(name, { ...record, remaining, status })
  else if (record.remaining !== remaining) announcer.updated(name, { ...record, remaining })
}

async function statusOf(
  context: MarketContext,
  name: OrderName,
  { order, orderHash, signer, status }: OrderRecord,
  remaining: number,
): Promise<OrderStatus> {
  const info = ORDER_KINDS[name]
  if (remaining === 0) return status === 'canceled' ? 'canceled' : 'filled'
  try {
    if ((await signerOf(context, info, order)) !== signer) return 'dead'
    await checkSignature(context, signer, orderHash, order)
    await checkStake(context, info, signer, order, remaining)
    checkOffers(context, info, order)
    return 'open'
  } catch (error) {
    if (error instanceof MarketFailure) return 'dead'
    throw error
  }
}

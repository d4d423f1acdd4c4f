import type { MarketContext } from '../context.ts'
import type { OrderName } from '../order-kinds.ts'
import type { OrderRecord, OrderStatus } from '../order-record.ts'
import { equals } from '../store/conditions.ts'
import { missingOffer } from './offers.ts'

/** Ends an open order, and announces it. */
export async function end(
  context: MarketContext,
  name: OrderName,
  record: OrderRecord,
  status: Exclude<OrderStatus, 'open'>,
  remaining = record.remaining,
): Promise<void> {
  context.orders.change(name, record.orderHash, {
    remaining,
    status,
    seen: await context.chain.blockNumber(),
  })
  await orderGone(context, name, record)
}

/**
 * Tells that an order is open no more, and ends requests that have lost the only offer they could
 * be matched with.
 */
export async function orderGone(
  context: MarketContext,
  name: OrderName,
  { orderHash, order }: OrderRecord,
): Promise<void> {
  const { announcer, orders } = context
  announcer.unpublished(name, orderHash)
  if (name !== 'apporder' && name !== 'datasetorder') return
  const asset = name === 'apporder' ? 'app' : 'dataset'
  for (const request of orders.allOpen(
    'requestorder',
    equals(asset, { address: String(order[asset]) }),
  ))
    if (missingOffer(orders, request.order) !== undefined)
      await end(context, 'requestorder', request, 'dead')
}

import type { MarketContext } from '../context.ts'
import type { OrderName } from '../order-kinds.ts'
import type { OrderRecord } from '../order-record.ts'
import { missingOffer } from './offers.ts'

/** Tells that an order is open no more, and looks whether requests have lost the only offer they could be matched with. */
export function orderGone(context: MarketContext, name: OrderName, { orderHash, order }: OrderRecord): void {
  context.announcer.unpublished(name, orderHash)
  if (name !== 'apporder' && name !== 'datasetorder') return
  const asset = name === 'apporder' ? 'app' : 'dataset'
  const requests = context.orders.allOpen('requestorder', { sql: `${asset} = ?`, values: [order[asset]!] })
  for (const request of requests) {
    if (missingOffer(context.orders, request.order) === undefined) continue
    if (context.orders.change('requestorder', request.orderHash, request.remaining, 'dead'))
      context.announcer.unpublished('requestorder', request.orderHash)
  }
}

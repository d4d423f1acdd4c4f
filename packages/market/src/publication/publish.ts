import { type OrderKind, orderHash } from '@iexec-sim/protocol'
import type { MarketContext, Sender } from '../context.ts'
import { forbidden } from '../failure.ts'
import type { OrderKindInfo } from '../order-kinds.ts'
import { type OrderRecord, readOrder, toSigned } from '../order-record.ts'
import { checkOffers, checkSignature, checkStake, remainingOf, signerOf } from './checks.ts'

/**
 * Publishes an order of a request. The first check that fails decides what is answered; nothing is
 * kept then. To be called in a turn.
 */
export async function publish(
  context: MarketContext,
  info: OrderKindInfo,
  sender: Sender,
  value: unknown,
): Promise<OrderRecord> {
  const { orders, chainId, chain, clock, announcer, maxOpenOrdersPerWallet: most } = context
  const order = readOrder(info, value)
  const hash = orderHash<OrderKind>(info.kind, toSigned(info, order), context.domain)
  const known = orders.get(info.name, hash)
  if (known && known.status !== 'dead') throw forbidden('order already published')
  const signer = await signerOf(context, info, order)
  if (signer !== sender) throw forbidden(`only order signer ${signer} can publish an order`)
  await checkSignature(context, signer, hash, order)
  if (orders.countOpen(info.name, signer) >= most)
    throw forbidden(
      `maximum of ${most} published open ${info.name} has been reached for wallet ${signer}`,
    )
  const remaining = await remainingOf(context, hash, order)
  await checkStake(context, info, signer, order, remaining)
  const seen = await chain.blockNumber()
  checkOffers(context, info, order)
  const publicationTimestamp = new Date(clock.now()).toISOString()
  const record = {
    orderHash: hash,
    order,
    chainId,
    remaining,
    status: 'open',
    publicationTimestamp,
    signer,
  } as const
  orders.put(info.name, record, seen)
  announcer.published(info.name, record)
  return record
}

import type { Bytes32 } from '@iexec-sim/protocol'
import { isHexString } from 'ethers'
import type { MarketContext, Sender } from '../context.ts'
import { forbidden, invalid, shown } from '../failure.ts'
import type { OrderKindInfo } from '../order-kinds.ts'
import { checksummed, type OrderRecord } from '../order-record.ts'
import { equals } from '../store/conditions.ts'
import { orderGone } from './order-gone.ts'

/** Orders that a request withdraws. */
const TARGETS = ['unpublish_orderHash', 'unpublish_last', 'unpublish_all'] as const

/**
 * Withdraws open orders of the sender, forgets them and returns their hashes. To be called in a
 * turn.
 */
export async function unpublish(
  context: MarketContext,
  info: OrderKindInfo,
  sender: Sender,
  body: unknown,
): Promise<Bytes32[]> {
  const request = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const { target = 'unpublish_orderHash' } = request
  if (!(TARGETS as readonly unknown[]).includes(target))
    throw invalid(`target must be one of the following values: ${TARGETS.join(', ')}`)
  const records =
    target === 'unpublish_orderHash'
      ? [oneByHash(context, info, sender, request.orderHash)]
      : ofResource(context, info, sender, request[info.resource], target === 'unpublish_last')
  for (const record of records) {
    context.orders.delete(info.name, record.orderHash)
    await orderGone(context, info.name, record)
  }
  return records.map(({ orderHash }) => orderHash)
}

function oneByHash(
  { orders }: MarketContext,
  { name }: OrderKindInfo,
  sender: Sender,
  hash: unknown,
): OrderRecord {
  if (hash === undefined || hash === null) throw invalid('orderHash is a required field')
  if (!isHexString(hash, 32)) throw invalid(`orderHash ${shown(hash)} is not a valid bytes32`)
  const record = orders.get(name, hash)
  if (record?.status !== 'open') throw forbidden(`${name} with orderHash ${hash} is not published`)
  if (record.signer !== sender)
    throw forbidden(`only order signer ${record.signer} can unpublish an order`)
  return record
}

function ofResource(
  { orders }: MarketContext,
  { name, resource }: OrderKindInfo,
  sender: Sender,
  value: unknown,
  lastOnly: boolean,
): OrderRecord[] {
  if (value === undefined) throw invalid(`${resource} is a required field`)
  const address = checksummed(value)
  if (!address) throw invalid(`${resource} ${shown(value)} is not a valid ethereum address`)
  const open = orders.allOpen(
    name,
    equals(resource, { address }),
    equals('signer', { address: sender }),
  )
  if (open.length === 0)
    throw forbidden(`no open ${name} published by signer ${sender} for ${resource} ${address}`)
  return lastOnly ? open.slice(-1) : open
}

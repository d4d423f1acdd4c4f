import { type AssetKind, interfaces } from '@iexec-sim/chain/client'
import { type Address, type Bytes32, ZERO_ADDRESS } from '@iexec-sim/protocol'
import type { MarketContext } from '../context.ts'
import { forbidden } from '../failure.ts'
import type { OrderKindInfo } from '../order-kinds.ts'
import { type OrderDocument, signatureOf } from '../order-record.ts'
import { missingOffer } from './offers.ts'

/** Share of its price that a workerpool puts at stake for every task, percent. */
const POOL_STAKE_RATIO = 30

/**
 * The responsible wallet of an order: the owner of its asset, which must be deployed, or its
 * requester.
 */
export async function signerOf(
  { chain }: MarketContext,
  { resource }: OrderKindInfo,
  order: OrderDocument,
): Promise<Address> {
  const address = order[resource] as Address
  if (resource === 'requester') return address
  const owner = (await chain.isRegistered(resource as AssetKind, address))
    ? await chain.ownerOf(address)
    : undefined
  if (!owner) throw forbidden('Resource not deployed')
  return owner
}

/** Throws unless the order carries its signer's signature. */
export async function checkSignature(
  { chain }: MarketContext,
  signer: Address,
  hash: Bytes32,
  order: OrderDocument,
): Promise<void> {
  const call = chain.call(interfaces.hub(), chain.hub, 'verifySignature', [
    signer,
    hash,
    signatureOf(order),
  ])
  const valid = await call.then(
    ([answer]) => answer === true,
    (error) => {
      // A malformed signature makes the contract revert.
      if (error.name === 'RpcFailure' || error.name === 'RpcError') return false
      throw error
    },
  )
  if (!valid) throw forbidden('invalid sign')
}

/** Tasks the chain says an order is still good for. */
export async function leftOf(
  { chain }: MarketContext,
  hash: Bytes32,
  order: OrderDocument,
): Promise<number> {
  return Math.max(0, Number(BigInt(order.volume!) - (await chain.viewConsumed(hash))))
}

/** Tasks the order is still good for. Throws when there are none. */
export async function remainingOf(
  context: MarketContext,
  hash: Bytes32,
  order: OrderDocument,
): Promise<number> {
  const remaining = await leftOf(context, hash, order)
  if (remaining === 0) throw forbidden('order already consumed')
  return remaining
}

/**
 * nRLC the signer has to have free for an order to be matched to its end; 0 for kinds that cost
 * their signer nothing.
 */
export function requiredStake(
  { name }: OrderKindInfo,
  order: OrderDocument,
  remaining: number,
): bigint {
  const amount = (field: string) => BigInt(order[field]!)
  if (name === 'workerpoolorder')
    return ((amount('workerpoolprice') * BigInt(POOL_STAKE_RATIO)) / 100n) * BigInt(remaining)
  if (name !== 'requestorder') return 0n
  const price =
    amount('appmaxprice') +
    amount('workerpoolmaxprice') +
    (order.dataset === ZERO_ADDRESS ? 0n : amount('datasetmaxprice'))
  return price * BigInt(remaining)
}

/** Throws when the signer's free money does not cover the order. */
export async function checkStake(
  { chain }: MarketContext,
  info: OrderKindInfo,
  signer: Address,
  order: OrderDocument,
  remaining: number,
): Promise<void> {
  const cost = requiredStake(info, order, remaining)
  if (cost === 0n || (await chain.viewAccount(signer)).stake >= cost) return
  throw forbidden(
    info.name === 'workerpoolorder'
      ? "workerpool owner's stake is too low to cover required workerpool lock"
      : `requester stake is too low to cover requestorder payment, minimum stake required is ${cost} nRLC`,
  )
}

/**
 * Throws unless a request finds an app order, and a dataset order if it wants one, that it could be
 * matched with.
 */
export function checkOffers(
  context: MarketContext,
  { name }: OrderKindInfo,
  order: OrderDocument,
): void {
  const missing = name === 'requestorder' ? missingOffer(context.orders, order) : undefined
  if (missing) throw forbidden(missing)
}

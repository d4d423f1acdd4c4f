import {
  type Address,
  type Bytes32,
  type OrderKind,
  type OrderOf,
  readBytes32,
} from '@iexec-sim/protocol'
import { getAddress, isHexString } from 'ethers'
import { forbidden, invalid, shown } from './failure.ts'
import type { OrderField, OrderKindInfo } from './order-kinds.ts'

/** Status of an order. A matched one may stay open; `dead` ones would fail to match. */
export type OrderStatus = 'open' | 'filled' | 'canceled' | 'dead'

/** An order as the API shows it: amounts are numbers, addresses checksummed. */
export type OrderDocument = Record<string, string | number>

/** A published order with its status. */
export interface OrderRecord {
  /** EIP-712 hash of the order. */
  orderHash: Bytes32
  /** The order with its signature. */
  order: OrderDocument
  /** Id of the chain. */
  chainId: number
  /** Tasks it is still good for. */
  remaining: number
  /** Status of the order. */
  status: OrderStatus
  /** ISO 8601, with milliseconds. */
  publicationTimestamp: string
  /** The responsible wallet: the asset's owner, or the requester. */
  signer: Address
}

/** From here on a volume counts as without end. */
const BULK_VOLUME = 2 ** 53 - 2

/**
 * Whether a dataset order may be part of a bulk request: it is free, and for as many tasks as can
 * be said.
 */
export function isBulk({ datasetprice, volume }: OrderDocument): boolean {
  return datasetprice === 0 && Number(volume) >= BULK_VOLUME
}

/**
 * Reads an order of a request; every field must be there and well formed. Throws a failure with
 * status 400.
 */
export function readOrder(info: OrderKindInfo, value: unknown): OrderDocument {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid('order is a required field')
  const order = value as Record<string, unknown>
  return Object.fromEntries(
    info.fields.map((field) => [field.name, readField(field, order[field.name])]),
  )
}

function readField({ name, type }: OrderField, value: unknown): string | number {
  if (value === undefined || value === null) throw invalid(`order.${name} is a required field`)
  const read = READERS[type](value)
  if (read === undefined) throw invalid(`order.${name} ${shown(value)} is not a valid ${type}`)
  return read
}

const READERS: Record<OrderField['type'], (value: unknown) => string | number | undefined> = {
  address: (value) => checksummed(value),
  amount: (value) => {
    const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value
    return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0
      ? number
      : undefined
  },
  bytes32: readBytes32,
  // Half a surrogate pair has no bytes that could be signed.
  text: (value) => (typeof value === 'string' && value.isWellFormed() ? value : undefined),
}

/** The checksummed address; `undefined` if the text is not an address. */
export function checksummed(value: unknown): Address | undefined {
  try {
    return typeof value === 'string' && value.startsWith('0x')
      ? (getAddress(value) as Address)
      : undefined
  } catch {
    return undefined
  }
}

/** The order as it was signed. */
export function toSigned<K extends OrderKind>(
  info: OrderKindInfo,
  order: OrderDocument,
): OrderOf<K> {
  const entries = info.fields.map(({ name, type }) => [
    name,
    type === 'amount' ? BigInt(order[name]!) : order[name],
  ])
  return Object.fromEntries(entries) as OrderOf<K>
}

/** Digest that the signature has to be of; malformed signatures are refused. */
export function signatureOf(order: OrderDocument): `0x${string}` {
  const sign = String(order.sign)
  if (!isHexString(sign)) throw forbidden('invalid sign')
  return sign as `0x${string}`
}

import type { TypedDataField } from 'ethers'
import type { Address, Bytes32, Hex } from '../chain/hex.ts'

/**
 * Fields of the four kinds of orders as their owners sign them, in the order of their EIP-712
 * types. Interfaces, ABIs and the order book follow from this table. Prices are nRLC for one task,
 * `volume` counts tasks, and a restriction of `ZERO_ADDRESS` restricts nothing.
 */
export const ORDER_FIELDS = {
  AppOrder: {
    app: 'address',
    appprice: 'uint256',
    volume: 'uint256',
    tag: 'bytes32',
    datasetrestrict: 'address',
    workerpoolrestrict: 'address',
    requesterrestrict: 'address',
    salt: 'bytes32',
  },
  DatasetOrder: {
    dataset: 'address',
    datasetprice: 'uint256',
    volume: 'uint256',
    tag: 'bytes32',
    apprestrict: 'address',
    workerpoolrestrict: 'address',
    requesterrestrict: 'address',
    salt: 'bytes32',
  },
  WorkerpoolOrder: {
    workerpool: 'address',
    workerpoolprice: 'uint256',
    volume: 'uint256',
    tag: 'bytes32',
    category: 'uint256',
    trust: 'uint256',
    apprestrict: 'address',
    datasetrestrict: 'address',
    requesterrestrict: 'address',
    salt: 'bytes32',
  },
  RequestOrder: {
    app: 'address',
    appmaxprice: 'uint256',
    dataset: 'address',
    datasetmaxprice: 'uint256',
    workerpool: 'address',
    workerpoolmaxprice: 'uint256',
    requester: 'address',
    volume: 'uint256',
    tag: 'bytes32',
    category: 'uint256',
    trust: 'uint256',
    beneficiary: 'address',
    callback: 'address',
    params: 'string',
    salt: 'bytes32',
  },
} as const satisfies Record<string, Record<string, keyof FieldValues>>

/** Values of the Solidity types that orders are made of. */
interface FieldValues {
  address: Address
  uint256: bigint
  bytes32: Bytes32
  string: string
}

type Fields = typeof ORDER_FIELDS
/** Kind of an order, as its EIP-712 type is called. */
export type OrderKind = keyof Fields
/** Solidity type of an order's field. */
export type OrderFieldType = keyof FieldValues

/** An order of a kind before it is signed. */
export type UnsignedOrderOf<K extends OrderKind> = {
  [F in keyof Fields[K]]: Fields[K][F] extends OrderFieldType ? FieldValues[Fields[K][F]] : never
}
/** An order of a kind with its owner's signature. */
export type OrderOf<K extends OrderKind> = UnsignedOrderOf<K> & {
  /** Signature of the order's EIP-712 hash, 65 bytes of hex. */
  sign: Hex
}

/** An app owner's offer. */
export type AppOrder = OrderOf<'AppOrder'>
/** A dataset owner's offer. */
export type DatasetOrder = OrderOf<'DatasetOrder'>
/** A workerpool owner's offer. */
export type WorkerpoolOrder = OrderOf<'WorkerpoolOrder'>
/** A requester's demand. */
export type RequestOrder = OrderOf<'RequestOrder'>

/** The fields of a kind as name and type, in their order; without `sign`. */
export function orderFields(kind: OrderKind): { name: string; type: OrderFieldType }[] {
  return Object.entries(ORDER_FIELDS[kind]).map(([name, type]) => ({ name, type }))
}

/** The EIP-712 types of an order of a kind. */
export function orderTypes(kind: OrderKind): Record<string, TypedDataField[]> {
  return { [kind]: orderFields(kind) }
}

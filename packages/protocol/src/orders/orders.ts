import { TypedDataEncoder, type TypedDataField } from 'ethers'
import type { Address, Bytes32 } from '../chain/hex.ts'
import {
  type AppOrder,
  type DatasetOrder,
  type OrderKind,
  type OrderOf,
  orderTypes,
  type RequestOrder,
  type UnsignedOrderOf,
  type WorkerpoolOrder,
} from './order-fields.ts'

/** The four orders of a match. */
export interface MatchedOrders {
  /** Order of the app's owner. */
  app: AppOrder
  /** Order of the dataset's owner; an empty order without a dataset. */
  dataset: DatasetOrder
  /** Order of the workerpool's owner. */
  workerpool: WorkerpoolOrder
  /** Order of the requester. */
  request: RequestOrder
}

/** Domain of signatures: the hub. */
export interface HubDomain {
  /** Id of the chain. */
  chainId: number | bigint
  /** Address of the hub, the verifying contract. */
  hub: Address
}

/** EIP-712 domain of a hub's orders. */
export function orderDomain({ chainId, hub }: HubDomain) {
  return { name: 'iExecODB', version: '5.0.0', chainId, verifyingContract: hub }
}

/** Order hash, used in events, consumed volumes and deal ids: the EIP-712 digest of the order. */
export function orderHash<K extends OrderKind>(
  kind: K,
  order: UnsignedOrderOf<K>,
  domain: HubDomain,
): Bytes32 {
  return TypedDataEncoder.hash(orderDomain(domain), orderTypes(kind), order) as Bytes32
}

/** A wallet that can sign typed data; an ethers signer is one. */
export interface TypedDataSigner {
  /** Signs EIP-712 data; returns 65 bytes of hex. */
  signTypedData(
    domain: object,
    types: Record<string, TypedDataField[]>,
    value: object,
  ): Promise<string>
}

/** The order with its owner's signature. */
export async function signOrder<K extends OrderKind>(
  kind: K,
  order: UnsignedOrderOf<K>,
  domain: HubDomain,
  signer: TypedDataSigner,
): Promise<OrderOf<K>> {
  const sign = await signer.signTypedData(orderDomain(domain), orderTypes(kind), order)
  return { ...order, sign } as unknown as OrderOf<K>
}

import { TypedDataEncoder, type TypedDataField } from 'ethers'
import type { Address, Bytes32, Hex } from '../chain/hex.ts'

/** What every order says: how often, under which tag, made unique by a salt, signed. Amounts are nRLC. */
interface OrderBase {
  volume: bigint
  tag: Bytes32
  salt: Bytes32
  sign: Hex
}

/** An app owner's offer. */
export interface AppOrder extends OrderBase {
  app: Address
  appprice: bigint
  datasetrestrict: Address
  workerpoolrestrict: Address
  requesterrestrict: Address
}

/** A dataset owner's offer. */
export interface DatasetOrder extends OrderBase {
  dataset: Address
  datasetprice: bigint
  apprestrict: Address
  workerpoolrestrict: Address
  requesterrestrict: Address
}

/** A workerpool owner's offer. */
export interface WorkerpoolOrder extends OrderBase {
  workerpool: Address
  workerpoolprice: bigint
  category: bigint
  trust: bigint
  apprestrict: Address
  datasetrestrict: Address
  requesterrestrict: Address
}

/** A requester's demand. */
export interface RequestOrder extends OrderBase {
  app: Address
  appmaxprice: bigint
  dataset: Address
  datasetmaxprice: bigint
  workerpool: Address
  workerpoolmaxprice: bigint
  requester: Address
  category: bigint
  trust: bigint
  beneficiary: Address
  callback: Address
  params: string
}

/** The four orders of a match. */
export interface MatchedOrders {
  app: AppOrder
  dataset: DatasetOrder
  workerpool: WorkerpoolOrder
  request: RequestOrder
}

const fields = (text: string): TypedDataField[] =>
  text.split(',').map((field) => {
    const [type, name] = field.split(' ')
    return { type: type!, name: name! }
  })

/** EIP-712 types of the four orders; `sign` is never part of what is signed. */
export const ORDER_TYPES = {
  AppOrder: fields(
    'address app,uint256 appprice,uint256 volume,bytes32 tag,address datasetrestrict,address workerpoolrestrict,address requesterrestrict,bytes32 salt',
  ),
  DatasetOrder: fields(
    'address dataset,uint256 datasetprice,uint256 volume,bytes32 tag,address apprestrict,address workerpoolrestrict,address requesterrestrict,bytes32 salt',
  ),
  WorkerpoolOrder: fields(
    'address workerpool,uint256 workerpoolprice,uint256 volume,bytes32 tag,uint256 category,uint256 trust,address apprestrict,address datasetrestrict,address requesterrestrict,bytes32 salt',
  ),
  RequestOrder: fields(
    'address app,uint256 appmaxprice,address dataset,uint256 datasetmaxprice,address workerpool,uint256 workerpoolmaxprice,address requester,uint256 volume,bytes32 tag,uint256 category,uint256 trust,address beneficiary,address callback,string params,bytes32 salt',
  ),
} as const satisfies Record<string, TypedDataField[]>

/** Kind of an order, as its EIP-712 type is called. */
export type OrderKind = keyof typeof ORDER_TYPES
/** An order of a kind. */
export type OrderOf<K extends OrderKind> = {
  AppOrder: AppOrder
  DatasetOrder: DatasetOrder
  WorkerpoolOrder: WorkerpoolOrder
  RequestOrder: RequestOrder
}[K]

/** What names a hub in signatures. */
export interface HubDomain {
  chainId: number | bigint
  hub: Address
}

/** EIP-712 domain of a hub's orders. */
export function orderDomain({ chainId, hub }: HubDomain) {
  return { name: 'iExecODB', version: '5.0.0', chainId, verifyingContract: hub }
}

/** Order hash, used in events, consumed volumes and deal ids: the EIP-712 digest of the order. */
export function orderHash<K extends OrderKind>(kind: K, order: Omit<OrderOf<K>, 'sign'>, domain: HubDomain): Bytes32 {
  return TypedDataEncoder.hash(orderDomain(domain), { [kind]: [...ORDER_TYPES[kind]] }, order) as Bytes32
}

/** A wallet that can sign typed data; an ethers signer is one. */
export interface TypedDataSigner {
  signTypedData(domain: object, types: Record<string, TypedDataField[]>, value: object): Promise<string>
}

/** The order with its owner's signature. */
export async function signOrder<K extends OrderKind>(
  kind: K,
  order: Omit<OrderOf<K>, 'sign'>,
  domain: HubDomain,
  signer: TypedDataSigner,
): Promise<OrderOf<K>> {
  const sign = await signer.signTypedData(orderDomain(domain), { [kind]: [...ORDER_TYPES[kind]] }, order)
  return { ...order, sign } as unknown as OrderOf<K>
}

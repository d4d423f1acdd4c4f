import { type OrderFieldType, type OrderKind, orderFields } from '@iexec-sim/protocol'

/** Name of an order kind in the API: the kind in lower case; its routes are the plural. */
export type OrderName = Lowercase<OrderKind>

/** A field of an order as the API reads it: amounts are JSON numbers. */
export interface OrderField {
  /** Name of the field, as in the order. */
  name: string
  /** Type of the value. */
  type: 'address' | 'amount' | 'bytes32' | 'text'
}

/** Differences between the four kinds of orders. */
export interface OrderKindInfo {
  /** Name in routes, such as `apporder`. */
  name: OrderName
  /** Kind of the order. */
  kind: OrderKind
  /**
   * Field with the order's asset or requester; the name is also the asset's kind, except for
   * requests.
   */
  resource: 'app' | 'dataset' | 'workerpool' | 'requester'
  /** Field that queries sort by. */
  price: string
  /** Whether the highest price comes first. */
  highestFirst: boolean
  /** Query filters that keep to restrictions: filter name to order field. */
  restrictions: Readonly<Record<string, string>>
  /** Query filters that ask for exactly this value: filter name to order field. */
  equal: Readonly<Record<string, string>>
  /** Fields of the order. */
  fields: readonly OrderField[]
}

const API_TYPES = {
  address: 'address',
  uint256: 'amount',
  bytes32: 'bytes32',
  string: 'text',
} as const satisfies Record<OrderFieldType, OrderField['type']>

const fieldsOf = (kind: OrderKind): OrderField[] => [
  ...orderFields(kind).map(({ name, type }) => ({ name, type: API_TYPES[type] })),
  { name: 'sign', type: 'text' },
]

/** Query filters of the parties that an order may be restricted to. */
const restrictions = (...parties: readonly ('app' | 'dataset' | 'workerpool' | 'requester')[]) =>
  Object.fromEntries(parties.map((party) => [party, `${party}restrict`]))

/** An owner's offer of an asset. */
const offer = <R extends 'app' | 'dataset' | 'workerpool'>(
  resource: R,
  kind: OrderKind & `${Capitalize<R>}Order`,
  restricted: ReturnType<typeof restrictions>,
): OrderKindInfo => ({
  name: `${resource}order`,
  kind,
  resource,
  price: `${resource}price`,
  highestFirst: false,
  restrictions: restricted,
  equal: { [resource]: resource },
  fields: fieldsOf(kind),
})

/** The four kinds by name. */
export const ORDER_KINDS: Readonly<Record<OrderName, OrderKindInfo>> = {
  apporder: offer('app', 'AppOrder', restrictions('dataset', 'workerpool', 'requester')),
  datasetorder: offer('dataset', 'DatasetOrder', restrictions('app', 'workerpool', 'requester')),
  workerpoolorder: offer(
    'workerpool',
    'WorkerpoolOrder',
    restrictions('app', 'dataset', 'requester'),
  ),
  requestorder: {
    name: 'requestorder',
    kind: 'RequestOrder',
    resource: 'requester',
    price: 'workerpoolmaxprice',
    highestFirst: true,
    restrictions: { workerpool: 'workerpool' },
    equal: { app: 'app', dataset: 'dataset', requester: 'requester', beneficiary: 'beneficiary' },
    fields: fieldsOf('RequestOrder'),
  },
}

/** Every name of an order kind. */
export const ORDER_NAMES = Object.keys(ORDER_KINDS) as readonly OrderName[]

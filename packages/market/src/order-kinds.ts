import type { OrderKind } from '@iexec-sim/protocol'

/** Name of an order kind in the API: its routes are the plural. */
export type OrderName = 'apporder' | 'datasetorder' | 'workerpoolorder' | 'requestorder'

/** A field of an order, as JSON and the typed data name it. */
export interface OrderField {
  name: string
  type: 'address' | 'amount' | 'bytes32' | 'text'
}

/** What differs between the four kinds of orders. */
export interface OrderKindInfo {
  name: OrderName
  kind: OrderKind
  /** Field that says what or who the order is of; the asset's kind too, but for requests. */
  resource: 'app' | 'dataset' | 'workerpool' | 'requester'
  /** Field that queries sort by. */
  price: string
  /** Whether the highest price comes first. */
  highestFirst: boolean
  /** Query filters that keep to restrictions: filter name to order field. */
  restrictions: Readonly<Record<string, string>>
  /** Query filters that ask for exactly this value: filter name to order field. */
  equal: Readonly<Record<string, string>>
  fields: readonly OrderField[]
}

const parse = (text: string): OrderField[] =>
  text.split(' ').map((part) => {
    const [name, type] = part.split(':') as [string, OrderField['type']]
    return { name, type }
  })

/** The four kinds by name. */
export const ORDER_KINDS: Readonly<Record<OrderName, OrderKindInfo>> = {
  apporder: {
    name: 'apporder',
    kind: 'AppOrder',
    resource: 'app',
    price: 'appprice',
    highestFirst: false,
    restrictions: { dataset: 'datasetrestrict', workerpool: 'workerpoolrestrict', requester: 'requesterrestrict' },
    equal: { app: 'app' },
    fields: parse(
      'app:address appprice:amount volume:amount tag:bytes32 datasetrestrict:address workerpoolrestrict:address requesterrestrict:address salt:bytes32 sign:text',
    ),
  },
  datasetorder: {
    name: 'datasetorder',
    kind: 'DatasetOrder',
    resource: 'dataset',
    price: 'datasetprice',
    highestFirst: false,
    restrictions: { app: 'apprestrict', workerpool: 'workerpoolrestrict', requester: 'requesterrestrict' },
    equal: { dataset: 'dataset' },
    fields: parse(
      'dataset:address datasetprice:amount volume:amount tag:bytes32 apprestrict:address workerpoolrestrict:address requesterrestrict:address salt:bytes32 sign:text',
    ),
  },
  workerpoolorder: {
    name: 'workerpoolorder',
    kind: 'WorkerpoolOrder',
    resource: 'workerpool',
    price: 'workerpoolprice',
    highestFirst: false,
    restrictions: { app: 'apprestrict', dataset: 'datasetrestrict', requester: 'requesterrestrict' },
    equal: { workerpool: 'workerpool' },
    fields: parse(
      'workerpool:address workerpoolprice:amount volume:amount tag:bytes32 category:amount trust:amount apprestrict:address datasetrestrict:address requesterrestrict:address salt:bytes32 sign:text',
    ),
  },
  requestorder: {
    name: 'requestorder',
    kind: 'RequestOrder',
    resource: 'requester',
    price: 'workerpoolmaxprice',
    highestFirst: true,
    restrictions: { workerpool: 'workerpool' },
    equal: { app: 'app', dataset: 'dataset', requester: 'requester', beneficiary: 'beneficiary' },
    fields: parse(
      'app:address appmaxprice:amount dataset:address datasetmaxprice:amount workerpool:address workerpoolmaxprice:amount requester:address volume:amount tag:bytes32 category:amount trust:amount beneficiary:address callback:address params:text salt:bytes32 sign:text',
    ),
  },
}

/** Every name of an order kind. */
export const ORDER_NAMES = Object.keys(ORDER_KINDS) as readonly OrderName[]

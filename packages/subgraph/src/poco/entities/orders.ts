import type { Declaration } from '../../model/declaration.ts'

/** Fields of an order that no event tells. */
const order = { volume: 'BigInt', tag: 'Bytes', salt: 'Bytes', sign: 'Bytes' }
const restricts = (...names: string[]) =>
  Object.fromEntries(names.map((name) => [`${name}restrict`, 'Bytes']))

/** Orders, as far as deals tell of them. */
export const orders: Declaration['entities'] = {
  AppOrder: {
    fields: {
      app: 'App!',
      appprice: 'BigDecimal!',
      ...order,
      ...restricts('dataset', 'workerpool', 'requester'),
      deals: '[Deal.apporder]',
    },
  },
  DatasetOrder: {
    fields: {
      dataset: 'Dataset!',
      datasetprice: 'BigDecimal!',
      ...order,
      ...restricts('app', 'workerpool', 'requester'),
      deals: '[Deal.datasetorder]',
    },
  },
  WorkerpoolOrder: {
    fields: {
      workerpool: 'Workerpool!',
      workerpoolprice: 'BigDecimal!',
      ...order,
      category: 'Category',
      trust: 'BigInt',
      ...restricts('app', 'dataset', 'requester'),
      deals: '[Deal.workerpoolorder]',
    },
  },
  RequestOrder: {
    fields: {
      app: 'App',
      appmaxprice: 'BigDecimal',
      dataset: 'Dataset',
      datasetmaxprice: 'BigDecimal',
      workerpool: 'Workerpool',
      workerpoolmaxprice: 'BigDecimal',
      requester: 'Account!',
      ...order,
      category: 'Category',
      trust: 'BigInt',
      beneficiary: 'Account',
      callback: 'Account',
      params: 'String',
      deals: '[Deal.requestorder]',
    },
  },
}

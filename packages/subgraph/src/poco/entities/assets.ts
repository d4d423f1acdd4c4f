import type { Declaration } from '../../model/declaration.ts'

/** Assets, their owners and what happens to them. */
export const assets: Declaration['entities'] = {
  App: {
    is: 'Ressource',
    fields: {
      name: 'String!',
      type: 'String!',
      multiaddr: 'Bytes!',
      checksum: 'Bytes!',
      mrenclave: 'Bytes!',
      timestamp: 'BigInt!*',
      usageCount: 'BigInt!*',
      lastUsageTimestamp: 'BigInt!*',
      usages: '[Deal.app]',
      orders: '[AppOrder.app]',
      transfers: '[AppTransfer.app]',
    },
  },
  Dataset: {
    is: 'Ressource',
    fields: {
      name: 'String!',
      multiaddr: 'Bytes!',
      checksum: 'Bytes!',
      timestamp: 'BigInt!*',
      usages: '[Deal.dataset]',
      bulkUsages: '[BulkSlice.datasets]',
      orders: '[DatasetOrder.dataset]',
      transfers: '[DatasetTransfer.dataset]',
    },
  },
  Workerpool: {
    is: 'Ressource',
    fields: {
      description: 'String!',
      workerStakeRatio: 'BigInt!',
      schedulerRewardRatio: 'BigInt!',
      timestamp: 'BigInt!*',
      usageCount: 'BigInt!*',
      lastUsageTimestamp: 'BigInt!*',
      usages: '[Deal.workerpool]',
      orders: '[WorkerpoolOrder.workerpool]',
      events: '[WorkerpoolEvent.workerpool]',
      transfers: '[WorkerpoolTransfer.workerpool]',
    },
  },
  AppTransfer: { is: 'RessourceTransferEvent', fields: { app: 'App!' } },
  DatasetTransfer: { is: 'RessourceTransferEvent', fields: { dataset: 'Dataset!' } },
  WorkerpoolTransfer: { is: 'RessourceTransferEvent', fields: { workerpool: 'Workerpool!' } },
  SchedulerNotice: { is: 'WorkerpoolEvent', fields: { deal: 'Deal!' } },
  PolicyUpdate: {
    is: 'WorkerpoolEvent',
    fields: {
      oldWorkerStakeRatio: 'BigInt!',
      newWorkerStakeRatio: 'BigInt!',
      oldSchedulerRewardRatio: 'BigInt!',
      newSchedulerRewardRatio: 'BigInt!',
    },
  },
  Category: {
    fields: {
      name: 'String!',
      description: 'String!',
      workClockTimeRef: 'BigInt!',
      timestamp: 'BigInt!',
      deals: '[Deal.category]',
    },
  },
}

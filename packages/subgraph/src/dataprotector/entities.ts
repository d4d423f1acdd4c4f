import type { Declaration } from '../model/declaration.ts'

/** Protected data: whose it is, and of which types. Nothing is in a collection here. */
export const dataProtectorEntities: Declaration = {
  enums: {},
  interfaces: {},
  entities: {
    ProtectedData: {
      fields: {
        id: 'Bytes!',
        jsonSchema: 'String!',
        schema: '[SchemaEntry]',
        owner: 'Account!',
        name: 'String!',
        multiaddr: 'Bytes!',
        checksum: 'Bytes!',
        collection: 'Collection',
        isIncludedInSubscription: 'Boolean!',
        isRentable: 'Boolean!',
        isForSale: 'Boolean!',
        creationTimestamp: 'BigInt!*',
        transactionHash: 'Bytes!',
        blockNumber: 'BigInt!',
      },
    },
    SchemaEntry: { fields: { id: 'String!', path: 'String', type: 'String' } },
    Account: { fields: { datasets: '[ProtectedData.owner]', collections: '[Collection.owner]' } },
    Collection: {
      fields: {
        owner: 'Account!',
        protectedDatas: '[ProtectedData.collection]',
        creationTimestamp: 'BigInt!*',
        transactionHash: 'Bytes!',
        blockNumber: 'BigInt!',
      },
    },
  },
}

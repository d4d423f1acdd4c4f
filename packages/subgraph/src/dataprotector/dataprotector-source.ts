import { interfaces } from '@iexec-sim/chain/client'
import { dataProtectorAbi } from '@iexec-sim/contracts'
import { type Address, type DatasetInfo, type Hex, ZERO_ADDRESS } from '@iexec-sim/protocol'
import { Interface, toBeHex } from 'ethers'
import {
  type Handler,
  handler,
  type SubgraphSource,
  type Writer,
} from '../index/subgraph-source.ts'
import { dataProtectorEntities } from './entities.ts'
import { schemaEntries } from './schema-entries.ts'

const abi = new Interface(dataProtectorAbi)

function account(to: Writer, id: string): string {
  if (!to.has('Account', id)) to.put('Account', id, {})
  return id
}

const schemaHandlers: Readonly<Record<string, Handler>> = {
  DatasetSchema: handler<DatasetInfo | undefined>({
    read: ({ hub }, { args }) => hub.viewDataset(args.dataset as Hex),
    apply(to, { args, timestamp, transaction, block }, dataset) {
      if (!dataset) return
      const entries = schemaEntries(args.schema)
      for (const { path, type } of entries) to.put('SchemaEntry', `${path}:${type}`, { path, type })
      const { owner, name, multiaddr, checksum } = dataset
      to.put('ProtectedData', args.dataset, {
        jsonSchema: args.schema,
        schema: entries.map(({ path, type }) => `${path}:${type}`),
        owner: account(to, owner),
        name,
        multiaddr,
        checksum,
        isIncludedInSubscription: false,
        isRentable: false,
        isForSale: false,
        creationTimestamp: timestamp,
        transactionHash: transaction.hash,
        blockNumber: BigInt(block),
      })
    },
  }),
}

const registryHandlers: Readonly<Record<string, Handler>> = {
  Transfer: handler({
    apply(to, { args }) {
      const dataset = toBeHex(args.tokenId, 20)
      if (args.from !== ZERO_ADDRESS && to.has('ProtectedData', dataset))
        to.put('ProtectedData', dataset, { owner: account(to, args.to) })
    },
  }),
}

/** The subgraph of protected data, which the contract `dataProtector` makes. */
export const dataProtectorSource = (dataProtector: Address): SubgraphSource => ({
  name: 'dataprotector',
  declaration: dataProtectorEntities,
  contracts: async (chain) => [
    { address: dataProtector, abi, on: schemaHandlers },
    {
      address: (await chain.registries()).dataset,
      abi: interfaces.datasetRegistry(),
      on: registryHandlers,
    },
  ],
})

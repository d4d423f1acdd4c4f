import type { HubClient } from '@iexec-sim/chain/client'
import type { Address } from '@iexec-sim/protocol'
import type { FastifyPluginAsync } from 'fastify'
import type { Logger } from 'pino'
import { dataProtectorSource } from './dataprotector/dataprotector-source.ts'
import type { ContentReader } from './index/chain-reader.ts'
import { IndexedSubgraph } from './indexed-subgraph.ts'
import { subgraphPlugin } from './plugin.ts'
import { pocoSource } from './poco/poco-source.ts'
import { VoucherSubgraph } from './voucher/voucher-subgraph.ts'

/** Options of {@link Subgraphs}. */
export interface SubgraphsOptions {
  /** Reads the chain. */
  chain: HubClient
  /** The network's content. */
  content: ContentReader
  /** Contract that makes protected data. */
  dataProtector: Address
  /** Contract that issues vouchers, and the assets its types pay for since the genesis. */
  vouchers?: { voucherHub: Address; genesisAssets: readonly Address[] } | undefined
  /** Makes the folder of the indices. @default in memory */
  dir?: (() => string) | undefined
  /** Log of the service. */
  log: Logger
}

/** Paths of the subgraphs at their door. */
export const SUBGRAPH_PATHS = {
  poco: '/subgraphs/name/poco-v5',
  dataprotector: '/subgraphs/name/dataprotector-v2',
  voucher: '/subgraphs/name/iexec-voucher',
} as const

/** Ids of the deployments for Arbitrum Sepolia and Arbitrum. */
const POCO_IDS = [
  '2GCj8gzLCihsiEDq8cYvC5nUgK6VfwZ6hm3Wj8A3kcxz',
  'B1comLe9SANBLrjdnoNTJSubbeC7cY7EoNu6zD82HeKy',
]
const DATAPROTECTOR_IDS = [
  '5YjRPLtjS6GH6bB4yY55Qg4HzwtRGQ8TaHtGf9UBWWd',
  'Ep5zs5zVr4tDiVuQJepUu51e5eWYJpka624X4DMBxe3u',
]

/** The subgraphs of a network behind one door. */
export class Subgraphs {
  /** Their routes. */
  readonly plugin: FastifyPluginAsync
  /** The one of the protocol: deals, tasks, assets and accounts. */
  readonly poco: IndexedSubgraph
  readonly #indexed: readonly IndexedSubgraph[]

  constructor({ dataProtector, vouchers, ...common }: SubgraphsOptions) {
    const indexed = (names: string[], ids: string[], source = pocoSource) =>
      new IndexedSubgraph({ ...common, dir: common.dir, source, names, ids })
    this.poco = indexed(['poco-v5', 'poco'], POCO_IDS)
    this.#indexed = [
      this.poco,
      indexed(
        ['dataprotector-v2', 'dataprotector'],
        DATAPROTECTOR_IDS,
        dataProtectorSource(dataProtector),
      ),
    ]
    const { chain, log } = common
    this.plugin = subgraphPlugin([
      ...this.#indexed,
      ...(vouchers ? [new VoucherSubgraph({ chain, log, ...vouchers })] : []),
    ])
  }

  /** Begins no other answer until {@link resume}; those under way are waited for. */
  async pause(): Promise<void> {
    await Promise.all(this.#indexed.map((one) => one.pause()))
  }

  /** Answers again, of the chain as it is then. */
  async resume(): Promise<void> {
    for (const one of this.#indexed) one.resume()
  }

  /** Answers under way are waited for. */
  async close(): Promise<void> {
    await Promise.all(this.#indexed.map((one) => one.close()))
  }
}

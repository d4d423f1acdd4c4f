import type { HubClient } from '@iexec-sim/chain/client'
import type { Address } from '@iexec-sim/protocol'
import type { ExecutionResult, GraphQLSchema } from 'graphql'
import type { Logger } from 'pino'
import type { Posted } from '../query/answer.ts'
import type { Subgraph } from '../subgraph.ts'
import { rootValue, SCHEMA } from './schema.ts'
import { VoucherReader } from './voucher-reader.ts'

/** Options of {@link VoucherSubgraph}. */
export interface VoucherSubgraphOptions {
  /** Reads the chain. */
  chain: HubClient
  /** Contract that issues vouchers. */
  voucherHub: Address
  /**
   * Assets the genesis made eligible, of any type of voucher. There are no events for them.
   * @default none
   */
  genesisAssets?: readonly Address[]
  /** Log of the service. */
  log: Logger
}

/**
 * The subgraph of vouchers: their assets and authorized accounts. It keeps nothing, so there is
 * nothing to close.
 */
export class VoucherSubgraph implements Subgraph {
  readonly names = ['iexec-voucher']
  readonly ids = []
  readonly #root: ReturnType<typeof rootValue>
  readonly #log: Logger
  #schema: Promise<GraphQLSchema> | undefined

  constructor({ chain, voucherHub, genesisAssets = [], log }: VoucherSubgraphOptions) {
    this.#root = rootValue(new VoucherReader({ chain, voucherHub, genesisAssets }))
    this.#log = log
  }

  async ask(question: Posted): Promise<ExecutionResult> {
    const { answer } = await import('../query/answer.ts')
    const result = await answer(await this.#load(), question, { rootValue: this.#root })
    for (const { originalError, path } of result.errors ?? [])
      if (originalError)
        this.#log.warn({ path, reason: originalError.message }, 'a voucher could not be read')
    return result
  }

  async queries(): Promise<ReadonlySet<string>> {
    return new Set(Object.keys((await this.#load()).getQueryType()!.getFields()))
  }

  #load(): Promise<GraphQLSchema> {
    this.#schema ??= import('graphql').then(({ buildSchema }) => buildSchema(SCHEMA))
    return this.#schema
  }
}

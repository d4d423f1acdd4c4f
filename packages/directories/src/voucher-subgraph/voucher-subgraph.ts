import type { HubClient } from '@iexec-sim/chain/client'
import type { Address } from '@iexec-sim/protocol'
import type { FastifyPluginAsync } from 'fastify'
import type { ExecutionResult, GraphQLSchema } from 'graphql'
import type { Logger } from 'pino'
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
 * Largest question taken, in words of GraphQL and in bytes: that of a client is some thirty words.
 */
const MOST_TOKENS = 500
const MOST_BYTES = 64 * 1024

const body = {
  type: 'object',
  required: ['query'],
  properties: {
    query: { type: 'string' },
    variables: { type: ['object', 'null'] },
    operationName: { type: ['string', 'null'] },
  },
} as const

/** Ours, a Graph Node's, and that of one behind a gateway. */
const PATHS = [
  '/',
  '/subgraphs/name/*',
  '/subgraphs/id/*',
  '/api/subgraphs/name/*',
  '/api/subgraphs/id/*',
] as const

interface Question {
  query: string
  variables?: Record<string, unknown> | null
  operationName?: string | null
}

/**
 * The library that speaks GraphQL, with the schema: loaded at the first question, which most
 * networks are never asked.
 */
let speaking:
  | Promise<Pick<typeof import('graphql'), 'graphql'> & { schema: GraphQLSchema }>
  | undefined

function speaker(): NonNullable<typeof speaking> {
  speaking ??= import('graphql').then(({ graphql, buildSchema }) => ({
    graphql,
    schema: buildSchema(SCHEMA),
  }))
  return speaking
}

/**
 * Serves vouchers over GraphQL: their assets and authorized accounts. It keeps nothing, so there is
 * nothing to close.
 */
export class VoucherSubgraph {
  /**
   * `POST` with `{ query, variables }` to `/` or to a Graph Node's subgraph paths, with any name or
   * id; responds with 200 with `data`, or `errors`.
   */
  readonly plugin: FastifyPluginAsync
  readonly #root: ReturnType<typeof rootValue>
  readonly #log: Logger

  constructor({ chain, voucherHub, genesisAssets = [], log }: VoucherSubgraphOptions) {
    this.#root = rootValue(new VoucherReader({ chain, voucherHub, genesisAssets }))
    this.#log = log
    this.plugin = async (app) => {
      for (const path of PATHS) {
        const options = { schema: { body }, bodyLimit: MOST_BYTES }
        app.post<{ Body: Question }>(path, options, ({ body }) => this.#answer(body))
      }
    }
  }

  async #answer({ query, variables, operationName }: Question): Promise<ExecutionResult> {
    const { graphql, schema } = await speaker()
    const result = await graphql({
      schema,
      rootValue: this.#root,
      source: query,
      variableValues: variables,
      operationName,
      maxTokens: MOST_TOKENS,
    })
    for (const { originalError, path } of result.errors ?? [])
      if (originalError)
        this.#log.warn({ path, reason: originalError.message }, 'a voucher could not be read')
    return result
  }
}

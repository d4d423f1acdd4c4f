import { join } from 'node:path'
import type { HubClient } from '@iexec-sim/chain/client'
import type { ExecutionResult, GraphQLSchema } from 'graphql'
import type { Logger } from 'pino'
import { ChainIndex } from './index/chain-index.ts'
import type { ContentReader } from './index/chain-reader.ts'
import type { SubgraphSource } from './index/subgraph-source.ts'
import type { Posted } from './query/answer.ts'
import type { Where } from './query/condition.ts'
import { Rows } from './query/rows.ts'
import type { Subgraph } from './subgraph.ts'

/** Options of {@link IndexedSubgraph}. */
export interface IndexedSubgraphOptions extends Pick<Subgraph, 'names' | 'ids'> {
  /** What it shows. */
  source: SubgraphSource
  /** Reads the chain. */
  chain: HubClient
  /** The network's content. */
  content: ContentReader
  /** Makes the folder of its file; in memory without. */
  dir: (() => string) | undefined
  /** Log of the service. */
  log: Logger
}

/** Everything that answers need, which is opened for the first of them. */
interface Opened extends Pick<typeof import('./query/answer.ts'), 'answer' | 'refusal'> {
  index: ChainIndex
  schema: GraphQLSchema
}

/**
 * A subgraph with an index of its own. Nothing of it is opened before the first question, and every
 * answer is of the chain's newest block.
 */
export class IndexedSubgraph implements Subgraph {
  readonly names: readonly string[]
  readonly ids: readonly string[]
  readonly #options: IndexedSubgraphOptions
  #opened: Promise<Opened> | undefined
  #paused: PromiseWithResolvers<void> | undefined
  readonly #asked = new Set<Promise<unknown>>()

  constructor(options: IndexedSubgraphOptions) {
    this.#options = options
    this.names = options.names
    this.ids = options.ids
  }

  async ask(question: Posted): Promise<ExecutionResult> {
    await this.#paused?.promise
    const asked = this.#ask(question)
    this.#asked.add(asked)
    return asked.finally(() => this.#asked.delete(asked))
  }

  /** Number of an entity's rows that pass a filter. Rejects when the chain does not answer. */
  async count(entity: string, where: Where): Promise<number> {
    await this.#paused?.promise
    const counting = this.#open().then(async ({ index }) => {
      await index.catchUp()
      const { statements, model } = index
      return new Rows(statements, model).count(model.entities.get(entity)!, where)
    })
    this.#asked.add(counting)
    return counting.finally(() => this.#asked.delete(counting))
  }

  async queries(): Promise<ReadonlySet<string>> {
    return new Set(Object.keys((await this.#open()).schema.getQueryType()!.getFields()))
  }

  /** Begins no other answer until {@link resume}; those under way are waited for. */
  async pause(): Promise<void> {
    this.#paused ??= Promise.withResolvers()
    await Promise.allSettled(this.#asked)
  }

  /** Answers again. */
  resume(): void {
    this.#paused?.resolve()
    this.#paused = undefined
  }

  /** Answers under way are waited for. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#asked)
    await (await this.#opened?.catch(() => undefined))?.index.close()
  }

  async #ask(question: Posted): Promise<ExecutionResult> {
    const { index, schema, answer, refusal } = await this.#open()
    try {
      await index.catchUp()
    } catch (cause) {
      const reason = (cause as Error).message
      this.#options.log.warn({ reason }, 'the index could not read on')
      return refusal(`Cannot read the chain: ${reason}.`)
    }
    const rows = new Rows(index.statements, index.model)
    // No field has a promise, so all of the answer is of one block.
    return answer(schema, question, { contextValue: { rows, head: index.head! } })
  }

  #open(): Promise<Opened> {
    this.#opened ??= this.#load().catch((error) => {
      this.#opened = undefined
      throw error
    })
    return this.#opened
  }

  async #load(): Promise<Opened> {
    const { source, chain, content, dir } = this.#options
    const { answer, refusal, schemaOf } = await import('./query/answer.ts')
    const file = dir ? join(dir(), `${source.name}.db`) : ':memory:'
    const index = new ChainIndex({ source, chain, content, file })
    return { index, schema: schemaOf(index.model), answer, refusal }
  }
}

import type { DatabaseSync } from 'node:sqlite'
import {
  type ChainEvent,
  type EventBatch,
  EventFeed,
  type HubClient,
  type Mark,
} from '@iexec-sim/chain/client'
import { Statements } from '@iexec-sim/snapshot'
import { type Model, modelOf } from '../model/model.ts'
import { ChainReader, type ContentReader } from './chain-reader.ts'
import { EntityStore } from './entity-store.ts'
import { openTables } from './open-tables.ts'
import {
  type IndexedEvent,
  type SubgraphSource,
  type WatchedContract,
  Writer,
} from './subgraph-source.ts'
import { tablesOf } from './tables.ts'

/** Options of {@link ChainIndex}. */
export interface ChainIndexOptions {
  /** What it shows. */
  source: SubgraphSource
  /** Reads the chain. */
  chain: HubClient
  /** The network's content. */
  content: ContentReader
  /** File of its database, or `:memory:`. */
  file: string
}

/** Blocks that are written at once: other services wait meanwhile. */
const MOST_BLOCKS = 200
/** Events whose further reads are under way at the same time. */
const AT_ONCE = 64
/** Marks that a restart goes on from. */
const MOST_MARKS = 256

/**
 * The entities of a subgraph, as the chain has them now. It is a view of the chain: it reads on when
 * it is asked, and what the chain takes back it undoes. So neither a restart nor a restore has to
 * tell it anything.
 */
export class ChainIndex {
  /** The entities it keeps. */
  readonly model: Model
  /** Statements on its tables. */
  readonly statements: Statements
  readonly #db: DatabaseSync
  readonly #options: ChainIndexOptions
  readonly #store: EntityStore
  #feed: Promise<EventFeed> | undefined

  constructor(options: ChainIndexOptions) {
    this.#options = options
    this.model = modelOf(options.source.declaration)
    this.#db = openTables(options.file, tablesOf(this.model))
    this.statements = new Statements(this.#db)
    this.#store = new EntityStore(this.statements, this.model)
  }

  /** Reads up to the newest block. Rejects when the chain does not answer. */
  async catchUp(): Promise<void> {
    this.#feed ??= this.#open()
    await (await this.#feed).catchUp()
    const { source, content } = this.#options
    const late = await source.late?.(this.statements, content)
    const block = this.head?.number
    if (late && block !== undefined) this.#together(() => late(new Writer(this.#store, block)))
  }

  /** The newest block that it has read; `undefined` before the first. */
  get head(): Mark | undefined {
    return this.statements.prepare('SELECT number, hash FROM mark ORDER BY number DESC').get() as
      | Mark
      | undefined
  }

  /** A batch that is being read is waited for. */
  async close(): Promise<void> {
    await (await this.#feed?.catch(() => undefined))?.close()
    this.#db.close()
  }

  async #open(): Promise<EventFeed> {
    const { source, chain } = this.#options
    try {
      const contracts = await source.contracts(chain)
      return EventFeed.onDemand({
        rpc: chain.rpc,
        sources: contracts.map((contract) => ({ ...contract, events: Object.keys(contract.on) })),
        fromBlock: 0,
        mostBlocks: MOST_BLOCKS,
        marks: this.statements
          .prepare('SELECT number, hash FROM mark ORDER BY number')
          .all() as never,
        onTakenBack: (block) => this.#together(() => this.#rollBack(block)),
        onBatch: (batch) => this.#take(batch),
      })
    } catch (error) {
      this.#feed = undefined
      throw error
    }
  }

  /** Reads what a batch needs beside its events, then changes everything at once. */
  async #take({ fromBlock, toBlock, toHash, events }: EventBatch): Promise<void> {
    const { source, chain, content } = this.#options
    const reader = new ChainReader(chain, content)
    const begin = fromBlock === 0 ? await source.genesis?.(chain) : undefined
    const changes: (() => void)[] = []
    for (let i = 0; i < events.length; i += AT_ONCE)
      changes.push(
        ...(await Promise.all(events.slice(i, i + AT_ONCE).map((one) => this.#read(reader, one)))),
      )
    this.#together(() => {
      begin?.(new Writer(this.#store, 0))
      for (const change of changes) change()
      this.#mark(toBlock, toHash)
    })
  }

  /** Reads what an event needs; returns what makes its changes. */
  async #read(reader: ChainReader, chainEvent: ChainEvent): Promise<() => void> {
    const { event, address, blockNumber, logIndex, transactionHash } = chainEvent
    const { on } = chainEvent.source as WatchedContract
    const { timestamp, transactions } = await reader.block(blockNumber)
    const transaction = transactions.get(transactionHash)
    if (!transaction) throw new Error(`transaction ${transactionHash} is gone`)
    const indexed: IndexedEvent = {
      id: `${blockNumber}-${logIndex}`,
      address,
      args: event.args,
      block: blockNumber,
      timestamp,
      transaction,
    }
    const { read, apply } = on[event.name]!
    const told = await read?.(reader, indexed)
    return () => apply(new Writer(this.#store, blockNumber), indexed, told)
  }

  #mark(number: number, hash: string): void {
    this.statements.prepare('INSERT OR REPLACE INTO mark VALUES (?, ?)').run(number, hash)
    this.statements
      .prepare(
        'DELETE FROM mark WHERE number NOT IN (SELECT number FROM mark ORDER BY number DESC LIMIT ?)',
      )
      .run(MOST_MARKS)
  }

  #rollBack(block: number): void {
    this.#store.rollBack(block)
    this.statements.prepare('DELETE FROM mark WHERE number >= ?').run(block)
  }

  #together(changes: () => void): void {
    this.#db.exec('BEGIN')
    try {
      changes()
      this.#store.flush()
      this.#db.exec('COMMIT')
    } catch (error) {
      this.#store.drop()
      this.#db.exec('ROLLBACK')
      throw error
    }
  }
}

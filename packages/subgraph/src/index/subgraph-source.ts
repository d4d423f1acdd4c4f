import type { EventSource, HubClient } from '@iexec-sim/chain/client'
import type { Address } from '@iexec-sim/protocol'
import type { Statements } from '@iexec-sim/snapshot'
import type { Result } from 'ethers'
import type { Declaration } from '../model/declaration.ts'
import type { ChainReader, ContentReader, IndexedTransaction } from './chain-reader.ts'
import type { EntityStore, Fields } from './entity-store.ts'

/** An event with its place. */
export interface IndexedEvent {
  /** Number of its block and its position there, `12-0`: unique on the chain. */
  id: string
  /** Contract that logged it. */
  address: Address
  /** Decoded arguments. */
  args: Result
  /** Number of its block. */
  block: number
  /** Time of its block, seconds since 1970. */
  timestamp: bigint
  /** The transaction that logged it. */
  transaction: IndexedTransaction
}

/** Changes entities in the name of a block. */
export class Writer {
  readonly #store: EntityStore
  readonly #block: number

  constructor(store: EntityStore, block: number) {
    this.#store = store
    this.#block = block
  }

  /** The fields of an entity; `undefined` when there is none of this id. */
  get(entity: string, id: string): Fields | undefined {
    return this.#store.get(entity, id)
  }

  /** Whether there is an entity of an id. */
  has(entity: string, id: string): boolean {
    return this.#store.has(entity, id)
  }

  /** Makes an entity, or changes some of its fields. */
  put(entity: string, id: string, fields: Fields): void {
    this.#store.put(this.#block, entity, id, fields)
  }

  /** Changes whole numbers of an entity by amounts; those it lacks count from 0. */
  add(entity: string, id: string, amounts: Readonly<Record<string, bigint>>): void {
    const former = this.get(entity, id)
    const sum = (name: string) =>
      ((former?.[name] as bigint | null | undefined) ?? 0n) + amounts[name]!
    this.put(entity, id, Object.fromEntries(Object.keys(amounts).map((name) => [name, sum(name)])))
  }
}

/** What one kind of event changes. */
export interface Handler<Read = unknown> {
  /** Reads what the event does not say; nothing is changed meanwhile. */
  read?(chain: ChainReader, event: IndexedEvent): Promise<Read>
  /** Changes entities. */
  apply(to: Writer, event: IndexedEvent, read: Read): void
}

/** A handler, with what it has read kept to itself. */
export const handler = <Read = undefined>(own: Handler<Read>): Handler => own as Handler

/** A contract, or any, and what its events change, by their names. */
export interface WatchedContract extends EventSource {
  /** Handlers by the event's name. */
  on: Readonly<Record<string, Handler>>
}

/** What a subgraph shows, and where that comes from. */
export interface SubgraphSource {
  /** Name, and that of its file. */
  name: string
  /** Its entities. */
  declaration: Declaration
  /** The contracts whose events fill it. */
  contracts(chain: HubClient): Promise<readonly WatchedContract[]>
  /** Reads what the chain began with, of which no event tells; returns what puts it down. */
  genesis?(chain: HubClient): Promise<(to: Writer) => void>
  /** Reads what may come to the network after the event that names it; returns what puts it down. */
  late?(statements: Statements, content: ContentReader): Promise<(to: Writer) => void>
}

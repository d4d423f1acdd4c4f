import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { openPrivateDatabase, Statements } from '@iexec-sim/snapshot'
import type { SecretSummary } from '../secret-event.ts'
import { type Life, Lives } from './lives.ts'
import { machineNow } from './steps.ts'
import {
  lastIdIn,
  makeTables,
  prune,
  read,
  summaries,
  type Table,
  type Waiting,
  write,
} from './tables.ts'

/** Options of a {@link RecordStore}. */
interface RecordStoreOptions {
  /** Database file; `:memory:` for none. */
  path: string
  /** Most records of each kind that are kept. */
  most?: number
  /** Called when records could not be kept. */
  onError: (error: Error) => void
}

/** The state of a book in a snapshot: rows stay in the book, which has a name of its own. */
export interface SavedBook {
  /** Random name of the book. */
  book: string
  /** What the network remembered. */
  lives: Life[]
}

/** Milliseconds that records wait to be written together. */
const WRITE_DELAY_MS = 250
/** Most records that wait. */
const MOST_WAITING = 500
/** Records between two removals of old ones. */
const PRUNE_EVERY = 1_000

interface Opened {
  db: DatabaseSync
  sql: Statements
  lives: Lives
  name: string
}

/** The records of a timeline in a database that is opened when there is something to keep or read. */
export class RecordStore {
  readonly #options: RecordStoreOptions
  readonly #waiting = new Map<number, Waiting>()
  #opened: Opened | undefined
  #lastId = 0
  #sincePrune = 0
  #timer: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(options: RecordStoreOptions) {
    this.#options = options
  }

  /** The life that records of now belong to. */
  get life(): number {
    return this.#open().lives.current
  }

  /** The id of the next record. */
  nextId(): number {
    this.#open()
    this.#lastId += 1
    return this.#lastId
  }

  /** Keeps a record, or a later state of it. */
  keep(waiting: Waiting): void {
    if (this.#isClosed) return
    this.#waiting.set(waiting.record.id, waiting)
    if (this.#waiting.size >= MOST_WAITING) this.#flush()
    else this.#timer ??= setTimeout(() => this.#flush(), WRITE_DELAY_MS).unref()
  }

  /** Reads what the network remembers of a table, oldest first; of many the latest. */
  read<T>(
    table: Table,
    where: string,
    values: SQLInputValue[],
    limit = this.#most,
  ): { record: T; untilMs: number }[] {
    if (this.#isEmpty) return []
    this.#flush()
    return read<T>(this.#open().sql, table, where, values, limit)
  }

  /** Every secret that the network remembers. */
  summaries(): SecretSummary[] {
    if (this.#isEmpty) return []
    this.#flush()
    return summaries(this.#open().sql)
  }

  /** What the network remembers now. */
  save(): SavedBook {
    if (this.#isEmpty) return { book: '', lives: [] }
    const { name, lives } = this.#open()
    return { book: name, lives: lives.remembered(this.#lastId, machineNow()) }
  }

  /** Remembers what it did then; nothing, when that was another book. */
  restore(saved: SavedBook | undefined): void {
    if (this.#isEmpty) return
    this.#flush()
    const { name, lives } = this.#open()
    lives.restore(saved?.book === name ? saved.lives : [])
  }

  /** Writes what waits and closes the database. */
  close(): void {
    this.#flush()
    this.#isClosed = true
    this.#opened?.db.close()
  }

  /** Whether nothing was ever recorded. */
  get #isEmpty(): boolean {
    if (this.#isClosed) return true
    if (this.#opened) return false
    return this.#options.path === ':memory:' || !existsSync(this.#options.path)
  }

  get #most(): number {
    return this.#options.most ?? (this.#options.path === ':memory:' ? 20_000 : 200_000)
  }

  #open(): Opened {
    if (this.#isClosed) throw new Error('the timeline is closed')
    this.#opened ??= this.#openOr(this.#options.path)
    return this.#opened
  }

  /** A file that cannot be used must not keep a network from running: its records go to memory. */
  #openOr(path: string): Opened {
    try {
      const db = openPrivateDatabase(path)
      makeTables(db)
      this.#lastId = lastIdIn(db)
      return { db, sql: new Statements(db), lives: new Lives(db), name: nameOf(db) }
    } catch (error) {
      if (path === ':memory:') throw error
      this.#options.onError(error as Error)
      return this.#openOr(':memory:')
    }
  }

  #flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#waiting.size === 0 || this.#isClosed) return
    const waiting = [...this.#waiting.values()]
    this.#waiting.clear()
    const { db, sql } = this.#open()
    try {
      db.exec('BEGIN')
      for (const one of waiting) write(sql, one)
      this.#sincePrune += waiting.length
      if (this.#sincePrune >= PRUNE_EVERY) {
        prune(sql, this.#most)
        this.#sincePrune = 0
      }
      db.exec('COMMIT')
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK')
      this.#options.onError(error as Error)
    }
  }
}

/** The name of a book, given when it is made: other books have records of the same numbers. */
function nameOf(db: DatabaseSync): string {
  db.exec('CREATE TABLE IF NOT EXISTS book (name TEXT NOT NULL)')
  const known = db.prepare('SELECT name FROM book').get()
  if (known) return String(known.name)
  const name = randomUUID()
  db.prepare('INSERT INTO book VALUES (?)').run(name)
  return name
}

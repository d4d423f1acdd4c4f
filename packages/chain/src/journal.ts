import {
  appendFileSync,
  copyFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { SimError } from '@iexec-sim/base'

/** First line of a journal: the base of its entries. */
export interface JournalHeader {
  /** Format of the journal. */
  version: 1
  /** Names genesis and profile; entries make sense on these alone. */
  genesis: string
  /** Seconds since 1970. */
  genesisTime: number
}

/** A request that changed the chain, at the block timestamp it was given. */
export interface JournalEntry {
  /** JSON-RPC method. */
  method: string
  /** Its parameters, as they came. */
  params: readonly unknown[]
  /** Seconds since 1970. */
  timestamp: number
}

/**
 * The durable chain: every request that changed it, in order, one line each, written before its
 * answer goes out. The state is the genesis and the replay of these lines. A line torn by the death
 * of the process was never answered and is dropped.
 */
export class Journal {
  /** Path of the file. */
  readonly file: string
  #header: JournalHeader
  #entries: readonly JournalEntry[]
  #length: number
  #failure: Error | undefined

  private constructor(file: string, header: JournalHeader, entries: readonly JournalEntry[]) {
    this.file = file
    this.#header = header
    this.#entries = entries
    this.#length = entries.length
  }

  /**
   * Opens a journal, or starts one with `fresh`. Throws `JOURNAL_CORRUPT` and `JOURNAL_FOREIGN`.
   */
  static open(file: string, fresh: JournalHeader): Journal {
    if (!existsSync(file)) writeFileSync(file, `${JSON.stringify(fresh)}\n`, { mode: 0o600 })
    const text = readFileSync(file, 'utf8')
    const whole = text.slice(0, text.lastIndexOf('\n') + 1)
    if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole))
    if (whole !== '') return Journal.#parse(file, whole, fresh)
    writeFileSync(file, `${JSON.stringify(fresh)}\n`, { mode: 0o600 })
    return new Journal(file, fresh, [])
  }

  /** Reads a copy; changes nothing. Throws `JOURNAL_CORRUPT` and `JOURNAL_FOREIGN`. */
  static read(file: string, own: JournalHeader): Journal {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
    if (!text.endsWith('\n'))
      throw new SimError('JOURNAL_CORRUPT', { file, line: 1, reason: 'its end is missing' })
    return Journal.#parse(file, text, own)
  }

  static #parse(file: string, text: string, own: JournalHeader): Journal {
    const [first, ...rest] = text.trimEnd().split('\n')
    const header = parse<JournalHeader>(file, first!, 1)
    if (header.genesis !== own.genesis)
      throw new SimError('JOURNAL_FOREIGN', { file, kept: header.genesis, now: own.genesis })
    const entries = rest.map((line, i) => readEntry(file, line, i + 2))
    return new Journal(file, header, entries)
  }

  /** The state its entries start from. */
  get header(): JournalHeader {
    return this.#header
  }

  /** Number of entries. */
  get length(): number {
    return this.#length
  }

  /** Entries of earlier runs for replay; released afterwards, since journals are long. */
  takeEntries(): readonly JournalEntry[] {
    const entries = this.#entries
    this.#entries = []
    return entries
  }

  /** The error for an entry, by its position, that the chain did not take when it was replayed. */
  refused(index: number, cause: Error): SimError {
    return new SimError(
      'JOURNAL_CORRUPT',
      { file: this.file, line: index + 2, reason: cause.message },
      { cause },
    )
  }

  /**
   * Throws `JOURNAL_UNWRITABLE` once a write has failed: an entry after a gap could not be
   * replayed.
   */
  assertWritable(): void {
    if (this.#failure) throw this.#unwritable(this.#failure)
  }

  /**
   * Adds an entry; it survives the death of the process from here on. Throws `JOURNAL_UNWRITABLE`.
   */
  append(entry: JournalEntry): void {
    try {
      appendFileSync(this.file, `${JSON.stringify(entry)}\n`)
      this.#length++
    } catch (cause) {
      this.#failure = cause as Error
      throw this.#unwritable(this.#failure)
    }
  }

  /** Copies the entries written so far. */
  copyTo(file: string): void {
    copyFileSync(this.file, file)
  }

  /**
   * Has the entries of a copy, and its header, once the chain has gone where they lead; in one
   * step, even if the process ends. A copy that cannot be read or kept is refused before the chain
   * goes. The entry that could not be written before is gone, and so is the gap.
   */
  async becomeCopyOf(file: string, go: () => Promise<void>): Promise<void> {
    const { header, length } = Journal.read(file, this.#header)
    const copy = `${this.file}.new`
    try {
      copyFileSync(file, copy)
      await go()
      renameSync(copy, this.file)
    } catch (error) {
      rmSync(copy, { force: true })
      throw error
    }
    this.#header = header
    this.#length = length
    this.#failure = undefined
  }

  #unwritable(cause: Error): SimError {
    return new SimError('JOURNAL_UNWRITABLE', { file: this.file, reason: cause.message }, { cause })
  }
}

function readEntry(file: string, text: string, line: number): JournalEntry {
  const entry = parse<JournalEntry>(file, text, line)
  if (
    typeof entry.method !== 'string' ||
    !Array.isArray(entry.params) ||
    typeof entry.timestamp !== 'number'
  ) {
    throw new SimError('JOURNAL_CORRUPT', { file, line, reason: 'it is not an entry' })
  }
  return entry
}

function parse<T extends object>(file: string, text: string, line: number): T {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as T
    throw new Error('it is not an object')
  } catch (cause) {
    throw new SimError(
      'JOURNAL_CORRUPT',
      { file, line, reason: (cause as Error).message },
      { cause },
    )
  }
}

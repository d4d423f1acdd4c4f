import { randomInt } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { SimError, writeWholeFile } from '@iexec-sim/base'

const FILE = 'moment.json'
const JOURNAL = join('chain', 'journal.ndjson')
/** While this is there a restore is repeated, which puts every store back. */
const RESTORING = join('snapshots', '.restoring')
/** Files without which what else is there would be lost, or taken for something else. */
const KEPT = /(\.db|\.key|\.pem|journal\.ndjson)$/
/** Folders of no store: what is in them comes and goes, or is another network's. */
const NO_STORE = /^(logs|snapshots|timeline|protocol|measurements|programs|worker-\d+)$/
/** Milliseconds between a write of the chain and the note of how long its journal is. */
const NOTE_DELAY_MS = 200

interface Moment {
  /** Number of this start: every database carries it. */
  epoch: number
  /** The number before, which databases carry until the new one is written to all. */
  previous?: number | undefined
  /** Entries the chain's journal has at least. */
  position: number
  /** Paths in the state folder that have to be there. */
  files: string[]
}

/**
 * Holds the stores of a state folder together: all have to be of one moment. A start that found the
 * chain's journal shorter than it was, a database of an older copy, or none where one was, would
 * otherwise go on with the rest and lose the difference without a word.
 */
export class KeptMoment {
  readonly #dir: string
  #moment: Moment
  #timer: NodeJS.Timeout | undefined

  private constructor(dir: string, moment: Moment) {
    this.#dir = dir
    this.#moment = moment
  }

  /**
   * Reads what was noted of a state folder and checks it against what is there, changing nothing.
   * Throws `STATE_INCOMPLETE` for a file that is missing, `STATE_MOMENTS` for one of another
   * moment, `STATE_CORRUPT` for a file that is not a database.
   */
  static check(dir: string): KeptMoment {
    const file = join(dir, FILE)
    if (!existsSync(file)) return new KeptMoment(dir, { epoch: 0, position: 0, files: [] })
    const moment = read(file)
    for (const path of moment.files) {
      const kept = join(dir, path)
      if (!existsSync(kept)) throw new SimError('STATE_INCOMPLETE', { file: kept, note: file })
      if (path.endsWith('.db') && ![moment.epoch, moment.previous].includes(epochOf(kept)))
        throw new SimError('STATE_MOMENTS', { file: kept, note: file })
    }
    const journal = join(dir, JOURNAL)
    const isWhole = moment.position === 0 || entriesOf(journal) >= moment.position
    if (!isWhole && !existsSync(join(dir, RESTORING)))
      throw new SimError('STATE_MOMENTS', { file: journal, note: file })
    return new KeptMoment(dir, moment)
  }

  /** Begins a new moment: the stores are open, and the chain's journal has `position` entries. */
  begin(position: number): void {
    const { epoch: previous } = this.#moment
    const files = storeFiles(this.#dir)
    this.#moment = { epoch: randomInt(1, 2 ** 31 - 1), previous, position, files }
    this.#write()
    for (const path of files.filter((name) => name.endsWith('.db')))
      stamp(join(this.#dir, path), this.#moment.epoch)
    delete this.#moment.previous
    this.#write()
  }

  /**
   * Notes how many entries the chain's journal has: a moment later when there are more, at once
   * when there are fewer.
   */
  note(position: number): void {
    const isShorter = position < this.#moment.position
    this.#moment.position = position
    if (isShorter) this.#write()
    else this.#timer ??= setTimeout(() => this.#write(), NOTE_DELAY_MS).unref()
  }

  /** Writes what is not written yet. */
  close(): void {
    if (this.#timer) this.#write()
  }

  #write(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    try {
      writeWholeFile(join(this.#dir, FILE), `${JSON.stringify(this.#moment)}\n`)
    } catch {
      // A full disk: the note stays behind, which asks for less than there is.
    }
  }
}

function read(file: string): Moment {
  try {
    const moment = JSON.parse(readFileSync(file, 'utf8')) as Moment
    if (
      Number.isSafeInteger(moment.epoch) &&
      Number.isSafeInteger(moment.position) &&
      Array.isArray(moment.files)
    )
      return moment
  } catch {}
  throw new SimError('STATE_CORRUPT', { file, reason: 'not the JSON that was written' })
}

/** Every entry is a line, after the header's. */
function entriesOf(journal: string): number {
  if (!existsSync(journal)) return 0
  let lines = 0
  for (const byte of readFileSync(journal)) if (byte === 10) lines++
  return Math.max(0, lines - 1)
}

function storeFiles(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !NO_STORE.test(entry.name))
    .map((entry) => join(dir, entry.name))
    .filter((store) => !existsSync(join(store, 'identity.json')))
    .flatMap((store) => readdirSync(store).map((name) => join(store, name)))
    .filter((path) => KEPT.test(path) && statSync(path).isFile())
    .map((path) => relative(dir, path))
    .sort()
}

function epochOf(file: string): number {
  try {
    using database = new DatabaseSync(file)
    const [check] = database.prepare('PRAGMA quick_check(1)').all() as { quick_check: string }[]
    if (check?.quick_check !== 'ok') throw new Error(check?.quick_check ?? 'it is empty')
    return (database.prepare('PRAGMA user_version').get() as { user_version: number }).user_version
  } catch (cause) {
    throw new SimError('STATE_CORRUPT', { file, reason: (cause as Error).message }, { cause })
  }
}

function stamp(file: string, epoch: number): void {
  using database = new DatabaseSync(file)
  database.exec(`PRAGMA user_version = ${epoch}`)
}

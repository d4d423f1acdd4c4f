import type { DatabaseSync } from 'node:sqlite'
import { Secret } from '@iexec-sim/base'
import type { SecretFamily, SecretId } from '@iexec-sim/protocol'
import { openPrivateDatabase } from '@iexec-sim/snapshot'
import type { AtRestKey } from './at-rest-key.ts'
import { PrivateStore } from './private-store.ts'
import { resealFile, type SealedColumn } from './reseal.ts'

/** Identity of a dataset key. */
export const web3Id = (object: string): SecretId => ({
  family: 'web3',
  owner: object.toLowerCase(),
  name: '',
})
/** Identity of a wallet's named secret; names are case-insensitive. */
export const web2Id = (owner: string, name: string): SecretId => ({
  family: 'web2',
  owner: owner.toLowerCase(),
  name: name.toLowerCase(),
})
/** Identity of an app developer secret. */
export const appId = (app: string): SecretId => ({
  family: 'app',
  owner: app.toLowerCase(),
  name: '1',
})
/** Identity of a requester secret; names are case-sensitive. */
export const requesterId = (requester: string, name: string): SecretId => ({
  family: 'requester',
  owner: requester.toLowerCase(),
  name,
})

/**
 * Secrets of one SMS, encrypted at rest. Reads only: whether one exists; values leave through
 * {@link reveal} for sessions.
 */
export class SecretStore extends PrivateStore {
  readonly #key: AtRestKey
  readonly #added = new Map<SecretFamily, number>()
  readonly #initial: Map<SecretFamily, number>

  /** `path` is a database file, or `:memory:`. */
  constructor(path: string, key: AtRestKey) {
    super(open(path))
    this.#key = key
    this.#initial = this.#counts()
  }

  /** Whether a secret is set. */
  has(id: SecretId): boolean {
    return this.#row(id) !== undefined
  }

  /** Sets a secret once; `false` when it is set already, and the first value stays. */
  add(id: SecretId, value: string): boolean {
    const sealed = this.#key.seal(stored(value), place(id))
    const { changes } = this.db
      .prepare('INSERT INTO secret VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING')
      .run(id.family, id.owner, id.name, sealed)
    if (changes === 0) return false
    this.#added.set(id.family, (this.#added.get(id.family) ?? 0) + 1)
    return true
  }

  /** Changes a secret that is set; `false` when it is not. */
  update(id: SecretId, value: string): boolean {
    const { changes } = this.db
      .prepare('UPDATE secret SET value = ? WHERE family = ? AND owner = ? AND name = ?')
      .run(this.#key.seal(stored(value), place(id)), id.family, id.owner, id.name)
    return changes > 0
  }

  /** The value, for a session to carry; `undefined` when it is not set. */
  reveal(id: SecretId): Secret | undefined {
    const row = this.#row(id)
    return row && new Secret(this.#key.open(row.value, place(id)))
  }

  /**
   * A wallet secret as sessions carry it: without blanks around it; `undefined` when it is not set
   * or empty.
   */
  revealTrimmed(id: SecretId): Secret | undefined {
    const value = this.reveal(id)?.reveal().trim()
    return value ? new Secret(value) : undefined
  }

  /** Marks a secret as a canary, or ends that. */
  mark({ family, owner, name }: SecretId, isCanary: boolean): void {
    const sql = isCanary
      ? 'INSERT INTO canary VALUES (?, ?, ?) ON CONFLICT DO NOTHING'
      : 'DELETE FROM canary WHERE family = ? AND owner = ? AND name = ?'
    this.db.prepare(sql).run(family, owner, name)
  }

  /** Whether a secret is marked as a canary. */
  isCanary({ family, owner, name }: SecretId): boolean {
    return (
      this.db
        .prepare('SELECT 1 FROM canary WHERE family = ? AND owner = ? AND name = ?')
        .get(family, owner, name) !== undefined
    )
  }

  /** Whether any secret is marked as a canary. */
  get hasCanaries(): boolean {
    return this.db.prepare('SELECT 1 FROM canary LIMIT 1').get() !== undefined
  }

  /** Number of secrets of a family at start, now, and added since. */
  counts(family: SecretFamily): { initial: number; stored: number; added: number } {
    return {
      initial: this.#initial.get(family) ?? 0,
      stored: this.#counts().get(family) ?? 0,
      added: this.#added.get(family) ?? 0,
    }
  }

  /**
   * Encrypts a saved file with another key; `'lost'` leaves out what is in it. Throws
   * `SNAPSHOT_LOCKED` when `from` is not its key.
   */
  static reseal(file: string, to: AtRestKey, from: AtRestKey | 'lost'): void {
    resealFile(file, open(':memory:'), { ...SEALED, from, to })
  }

  #row({ family, owner, name }: SecretId): { value: Uint8Array } | undefined {
    return this.db
      .prepare('SELECT value FROM secret WHERE family = ? AND owner = ? AND name = ?')
      .get(family, owner, name) as { value: Uint8Array } | undefined
  }

  #counts(): Map<SecretFamily, number> {
    const rows = this.db
      .prepare('SELECT family, count(*) AS n FROM secret GROUP BY family')
      .all() as {
      family: SecretFamily
      n: number
    }[]
    return new Map(rows.map(({ family, n }) => [family, n]))
  }
}

/** A value of blanks only is kept as no text at all, as the real service does. */
const stored = (value: string): string => (value.trim() === '' ? '' : value)
const place = ({ family, owner, name }: SecretId): string => JSON.stringify([family, owner, name])

const SEALED: SealedColumn = {
  table: 'secret',
  column: 'value',
  place: (row) => place(row as unknown as SecretId),
}

function open(path: string): DatabaseSync {
  const db = openPrivateDatabase(path)
  db.exec(`
    CREATE TABLE IF NOT EXISTS secret (family TEXT, owner TEXT, name TEXT, value BLOB NOT NULL, PRIMARY KEY (family, owner, name));
    CREATE TABLE IF NOT EXISTS canary (family TEXT, owner TEXT, name TEXT, PRIMARY KEY (family, owner, name));`)
  return db
}

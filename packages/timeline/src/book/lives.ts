import type { DatabaseSync } from 'node:sqlite'

/** A stretch of records that a network remembers: those of a life up to one of them. */
export type Life = readonly [life: number, lastId: number, untilMs: number]

const FOR_EVER = Number.MAX_SAFE_INTEGER

/**
 * The lives of a network, in its book. Each restore ends one and begins another, which remembers
 * what came before the snapshot and nothing of what came after it. Rows stay where they are: a
 * restore to a later snapshot shows them again.
 */
export class Lives {
  readonly #db: DatabaseSync
  #current: number

  constructor(db: DatabaseSync) {
    this.#db = db
    db.exec(
      'CREATE TABLE IF NOT EXISTS visible (life INTEGER PRIMARY KEY, last INTEGER NOT NULL, until REAL NOT NULL)',
    )
    db.exec('CREATE TABLE IF NOT EXISTS life (life INTEGER PRIMARY KEY AUTOINCREMENT)')
    const found = db.prepare('SELECT life FROM visible WHERE last = ?').get(FOR_EVER)
    this.#current = found ? Number(found.life) : this.#begin([])
  }

  /** The life that goes on. */
  get current(): number {
    return this.#current
  }

  /** What the network remembers now, given its last record and the moment. */
  remembered(lastId: number, nowMs: number): Life[] {
    const rows = this.#db.prepare('SELECT life, last, until FROM visible ORDER BY life').all()
    return rows.map(({ life, last, until }) =>
      life === this.#current
        ? [this.#current, lastId, nowMs]
        : [Number(life), Number(last), Number(until)],
    )
  }

  /** Begins a life that remembers these. */
  restore(lives: readonly Life[]): void {
    this.#current = this.#begin(lives)
  }

  /** All of it or nothing: between two lives, a network would remember nothing that is to come. */
  #begin(lives: readonly Life[]): number {
    this.#db.exec('BEGIN IMMEDIATE')
    try {
      this.#db.exec('DELETE FROM visible')
      const add = this.#db.prepare('INSERT INTO visible VALUES (?, ?, ?)')
      for (const life of lives) add.run(...life)
      const { lastInsertRowid } = this.#db.prepare('INSERT INTO life DEFAULT VALUES').run()
      add.run(lastInsertRowid, FOR_EVER, FOR_EVER)
      this.#db.exec('COMMIT')
      return Number(lastInsertRowid)
    } catch (error) {
      this.#db.exec('ROLLBACK')
      throw error
    }
  }
}

/** Joins a table of records to what the network remembers. */
export const VISIBLE = 'JOIN visible v ON v.life = r.life AND r.id <= v.last'

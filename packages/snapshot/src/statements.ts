import type { DatabaseSync, StatementSync } from 'node:sqlite'

const MOST_KEPT = 500

/** Prepared statements by their text: preparing one takes longer than most of them run. */
export class Statements {
  readonly #db: DatabaseSync
  readonly #kept = new Map<string, StatementSync>()

  constructor(db: DatabaseSync) {
    this.#db = db
  }

  prepare(sql: string): StatementSync {
    let statement = this.#kept.get(sql)
    if (statement) return statement
    if (this.#kept.size >= MOST_KEPT) this.#kept.delete(this.#kept.keys().next().value!)
    statement = this.#db.prepare(sql)
    this.#kept.set(sql, statement)
    return statement
  }
}

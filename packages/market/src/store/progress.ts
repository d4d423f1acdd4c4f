import type { DatabaseSync } from 'node:sqlite'

/** How far each watched contract's events were taken care of. */
export class Progress {
  readonly #db: DatabaseSync

  constructor(db: DatabaseSync) {
    this.#db = db
  }

  /** Last block whose events of a contract are done; -1 before the first. */
  of(contract: string): number {
    const row = this.#db.prepare('SELECT block FROM progress WHERE contract = ?').get(contract)
    return (row?.block as number | undefined) ?? -1
  }

  set(contract: string, block: number): void {
    this.#db.prepare('INSERT OR REPLACE INTO progress VALUES (?, ?)').run(contract, block)
  }
}

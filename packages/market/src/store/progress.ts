import type { DatabaseSync } from 'node:sqlite'

/** A block, as the chain had it. */
export interface Mark {
  /** Number of the block. */
  block: number
  /** Hash of the block. */
  hash: string
}

/** Last handled block of each watched contract. */
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

  /** Last block that is done with for every contract; -1 before the first. */
  least(contracts: readonly string[]): number {
    return Math.min(...contracts.map((contract) => this.of(contract)))
  }

  /** The block a contract was last followed to, as the chain had it then. */
  mark(contract: string): Mark | undefined {
    return this.#db.prepare('SELECT block, hash FROM progress WHERE contract = ?').get(contract) as
      | Mark
      | undefined
  }

  set(contract: string, { block, hash }: Mark): void {
    this.#db.prepare('INSERT OR REPLACE INTO progress VALUES (?, ?, ?)').run(contract, block, hash)
  }

  /** Restarts reading from the beginning. */
  forget(): void {
    this.#db.exec('DELETE FROM progress')
  }
}

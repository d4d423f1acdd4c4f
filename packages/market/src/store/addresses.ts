import type { Statements } from '@iexec-sim/snapshot'

/**
 * Addresses under numbers, 0 the null address: comparing those is what makes a query over many
 * orders quick.
 */
export class Addresses {
  readonly #db: Statements

  constructor(db: Statements) {
    this.#db = db
  }

  /** The number of an address; one that no order names has -1. */
  find(address: string): number {
    const row = this.#db.prepare('SELECT id FROM address WHERE address = ?').get(address)
    return (row?.id as number | undefined) ?? -1
  }

  /** The number of an address, from now on if it had none. */
  keep(address: string): number {
    this.#db.prepare('INSERT OR IGNORE INTO address (address) VALUES (?)').run(address)
    return this.find(address)
  }
}

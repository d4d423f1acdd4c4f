import type { DatabaseSync } from 'node:sqlite'
import { restoreTables, saveTables } from '@iexec-sim/snapshot'

/** A store in a private database: what snapshots do with it, and its end. */
export class PrivateStore {
  protected readonly db: DatabaseSync

  constructor(db: DatabaseSync) {
    this.db = db
  }

  /** Writes all rows into a file; what is encrypted stays so. */
  save(file: string): void {
    saveTables(this.db, file)
  }

  /** Puts back what {@link save} wrote. Throws `SNAPSHOT_CORRUPT`. */
  restore(file: string): void {
    restoreTables(this.db, file)
  }

  close(): void {
    this.db.close()
  }
}

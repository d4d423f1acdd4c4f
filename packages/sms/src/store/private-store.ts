import type { DatabaseSync } from 'node:sqlite'
import { restoreTables, saveTables } from '@iexec-sim/snapshot'

/** A store in a private database, with its snapshots and its end. */
export class PrivateStore {
  protected readonly db: DatabaseSync

  constructor(db: DatabaseSync) {
    this.db = db
  }

  /** Writes all rows into a file; encrypted values stay encrypted. */
  save(file: string): void {
    saveTables(this.db, file)
  }

  /** Restores the state of {@link save}. Throws `SNAPSHOT_CORRUPT`. */
  restore(file: string): void {
    restoreTables(this.db, file)
  }

  close(): void {
    this.db.close()
  }
}

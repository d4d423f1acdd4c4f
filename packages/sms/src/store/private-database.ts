import { chmodSync, closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

/** Opens a database that only its owner may read (mode 600, its journals too), or one in memory: `:memory:`. */
export function openPrivateDatabase(path: string): DatabaseSync {
  if (path !== ':memory:') {
    // The file is made before SQLite sees it: the journals get the mode of the database.
    closeSync(openSync(path, 'a', 0o600))
    chmodSync(path, 0o600)
  }
  const database = new DatabaseSync(path)
  database.exec('PRAGMA journal_mode = WAL')
  return database
}

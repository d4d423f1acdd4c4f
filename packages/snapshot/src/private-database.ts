import { chmodSync, closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { SimError } from '@iexec-sim/base'

/**
 * Opens a service's database, which only its owner may read (mode 600, its journals too), or one in
 * memory: `:memory:`. Writes survive the end of the process. They do not wait for the disk: only a
 * power loss could take the last ones. Throws `DATABASE_UNUSABLE`.
 */
export function openPrivateDatabase(path: string): DatabaseSync {
  if (path !== ':memory:') {
    // The file is made before SQLite sees it: the journals get the mode of the database.
    closeSync(openSync(path, 'a', 0o600))
    chmodSync(path, 0o600)
  }
  try {
    const database = new DatabaseSync(path)
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
    return database
  } catch (cause) {
    throw new SimError(
      'DATABASE_UNUSABLE',
      { file: path, reason: (cause as Error).message },
      { cause },
    )
  }
}

import { createHash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { openPrivateDatabase } from '@iexec-sim/snapshot'

/**
 * Opens a database with these tables; one with others, of another version, begins again. The
 * version is the file's `application_id`: its `user_version` is the state folder's.
 */
export function openTables(file: string, sql: string): DatabaseSync {
  const db = openPrivateDatabase(file)
  const version = createHash('sha256').update(sql).digest().readInt32BE()
  const kept = db.prepare('PRAGMA application_id').get()!.application_id
  if (kept === version) return db
  const drop = db
    .prepare("SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view')")
    .all()
    .map(({ type, name }) => `DROP ${type} "${name}";`)
  db.exec(`BEGIN; ${drop.join(' ')} ${sql} PRAGMA application_id = ${version}; COMMIT`)
  return db
}

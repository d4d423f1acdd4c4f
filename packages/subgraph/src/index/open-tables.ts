import { createHash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { openPrivateDatabase } from '@iexec-sim/snapshot'

/** Opens a database with these tables; one with others, of another version, begins again. */
export function openTables(file: string, sql: string): DatabaseSync {
  const db = openPrivateDatabase(file)
  const version = createHash('sha256').update(sql).digest().readInt32BE()
  const kept = db.prepare('PRAGMA user_version').get()!.user_version
  if (kept === version) return db
  const drop = db
    .prepare("SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view')")
    .all()
    .map(({ type, name }) => `DROP ${type} "${name}";`)
  db.exec(`BEGIN; ${drop.join(' ')} ${sql} PRAGMA user_version = ${version}; COMMIT`)
  return db
}

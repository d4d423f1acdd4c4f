import type { DatabaseSync } from 'node:sqlite'
import { SimError } from '@iexec-sim/base'
import { restoreTables, saveTables } from '@iexec-sim/snapshot'
import type { AtRestKey } from './at-rest-key.ts'

/** A column of encrypted values. */
export interface SealedColumn {
  /** Name of the table. */
  table: string
  /** Name of the column. */
  column: string
  /** The place a row's value was encrypted for. */
  place(row: Record<string, unknown>): string
}

/** Old and new key; `'lost'` drops what cannot be decrypted. */
export interface Resealing extends SealedColumn {
  /** Key the column is encrypted with. */
  from: AtRestKey | 'lost'
  /** Key to encrypt it with. */
  to: AtRestKey
}

/**
 * Rewrites saved tables with another key, by way of an empty database. Throws `SNAPSHOT_LOCKED`
 * when `from` is not their key.
 */
export function resealFile(file: string, db: DatabaseSync, resealing: Resealing): void {
  restoreTables(db, file)
  const { table, from } = resealing
  if (from === 'lost') db.exec(`DELETE FROM ${table}`)
  else reseal(db, from, resealing)
  saveTables(db, file)
  db.close()
}

function reseal(db: DatabaseSync, from: AtRestKey, { table, column, place, to }: Resealing): void {
  const update = db.prepare(`UPDATE ${table} SET ${column} = ? WHERE rowid = ?`)
  for (const row of db.prepare(`SELECT rowid AS row, * FROM ${table}`).all())
    update.run(to.seal(opened(from, row[column] as Uint8Array, place(row)), place(row)), row.row!)
}

function opened(key: AtRestKey, sealed: Uint8Array, place: string): string {
  try {
    return key.open(sealed, place)
  } catch {
    throw new SimError('SNAPSHOT_LOCKED', {})
  }
}

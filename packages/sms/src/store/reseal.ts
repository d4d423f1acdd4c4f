import type { DatabaseSync } from 'node:sqlite'
import { SimError } from '@iexec-sim/protocol'
import type { AtRestKey } from './at-rest-key.ts'

/** A column of encrypted values. */
export interface SealedColumn {
  table: string
  column: string
  /** The place a row's value was encrypted for. */
  place(row: Record<string, unknown>): string
}

/** Encrypts a column's values with another key. Throws `SNAPSHOT_LOCKED` when they were not encrypted with `from`. */
export function reseal(db: DatabaseSync, from: AtRestKey, to: AtRestKey, { table, column, place }: SealedColumn): void {
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

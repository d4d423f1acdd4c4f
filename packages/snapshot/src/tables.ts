import { readFileSync, writeFileSync } from 'node:fs'
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { SimError } from '@iexec-sim/base'

/**
 * A value as JSON holds it: whole numbers as they are, what JSON has no word for as an object of
 * one key.
 */
type Cell = string | number | null | { real: number } | { int: string } | { blob: string }

interface SavedTable {
  columns: string[]
  rows: Cell[][]
}

/**
 * Writes every row of a database, but for some tables, into a JSON file that only its owner may
 * read.
 */
export function saveTables(
  db: DatabaseSync,
  file: string,
  { without = [] as readonly string[] } = {},
): void {
  const tables = Object.fromEntries(
    tablesOf(db)
      .filter((table) => !without.includes(table))
      .map((table) => [table, savedTable(db, table)]),
  )
  writeFileSync(file, JSON.stringify(tables), { mode: 0o600 })
}

/**
 * Makes a database hold what {@link saveTables} wrote, all of it or, when that fails, what it held
 * before. Throws `SNAPSHOT_CORRUPT` for a malformed file, or one with another schema.
 */
export function restoreTables(db: DatabaseSync, file: string): void {
  const saved = readTables(file)
  const known = tablesOf(db)
  const foreign = Object.keys(saved).find((table) => !known.includes(table))
  if (foreign !== undefined) throw corrupt(file, `unknown table "${foreign}"`)
  db.exec('BEGIN')
  try {
    for (const table of known) refill(db, table, saved[table])
    db.exec('COMMIT')
  } catch (error) {
    db.exec('ROLLBACK')
    throw corrupt(file, (error as Error).message)
  }
}

function savedTable(db: DatabaseSync, table: string): SavedTable {
  const columns = columnsOf(db, table)
  const select = db.prepare(`SELECT ${columns.map(quoted).join(', ')} FROM ${quoted(table)}`)
  select.setReadBigInts(true)
  const rows = select.all() as Record<string, SQLOutputValue>[]
  return { columns, rows: rows.map((row) => columns.map((column) => toCell(row[column]!))) }
}

function refill(db: DatabaseSync, table: string, saved: SavedTable | undefined): void {
  db.exec(`DELETE FROM ${quoted(table)}`)
  if (!saved || saved.rows.length === 0) return
  const places = saved.columns.map(() => '?').join(', ')
  const insert = db.prepare(
    `INSERT INTO ${quoted(table)} (${saved.columns.map(quoted).join(', ')}) VALUES (${places})`,
  )
  for (const row of saved.rows) {
    // A statement would fill what is missing with the row before.
    if (row.length !== saved.columns.length)
      throw new Error(`a row of "${table}" has ${row.length} values`)
    insert.run(...row.map(fromCell))
  }
}

function readTables(file: string): Record<string, SavedTable> {
  try {
    const tables = JSON.parse(readFileSync(file, 'utf8')) as Record<string, SavedTable>
    const isTable = ({ columns, rows }: SavedTable) => Array.isArray(columns) && Array.isArray(rows)
    if (typeof tables === 'object' && Object.values(tables).every(isTable)) return tables
  } catch (error) {
    throw corrupt(file, (error as Error).message)
  }
  throw corrupt(file, 'it holds no tables')
}

const tablesOf = (db: DatabaseSync): string[] =>
  db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all()
    .map(({ name }) => String(name))

/** The columns that are written, without those that follow from others. */
function columnsOf(db: DatabaseSync, table: string): string[] {
  const columns = db.prepare(`PRAGMA table_xinfo(${quoted(table)})`).all()
  return columns.filter(({ hidden }) => hidden === 0).map(({ name }) => String(name))
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

function toCell(value: SQLOutputValue): Cell {
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : { int: String(value) }
  if (typeof value === 'number') return { real: value }
  if (value instanceof Uint8Array) return { blob: Buffer.from(value).toString('base64') }
  return value
}

function fromCell(cell: Cell): SQLOutputValue {
  if (typeof cell === 'number') return BigInt(cell)
  if (typeof cell !== 'object' || cell === null) return cell
  if ('int' in cell) return BigInt(cell.int)
  return 'real' in cell ? cell.real : Buffer.from(cell.blob, 'base64')
}

const corrupt = (file: string, reason: string) => new SimError('SNAPSHOT_CORRUPT', { file, reason })

import type { Statements } from '@iexec-sim/snapshot'
import { columnsOf, type Entity, type Field, isStoredList, type Model } from '../model/model.ts'
import { type Cell, lowerHex, toCell, toValue, type Value } from '../model/values.ts'
import { BLOCK, listTable, quoted } from './tables.ts'

/** Fields of an entity by name. */
export type Fields = Readonly<Record<string, Value>>

type Row = Record<string, Cell>

/** An entity's columns, and the SQL that writes and removes a row of them. */
interface Table {
  columns: readonly Field[]
  /** Names of the columns, with the block's. */
  names: readonly string[]
  insert: string
  remove: string
  /** Columns that are lists. */
  lists: readonly Field[]
}

function tableOf(entity: Entity): Table {
  const columns = columnsOf(entity)
  const names = [...columns.map(({ name }) => name), BLOCK]
  const table = quoted(entity.name)
  return {
    columns,
    names,
    insert: `INSERT OR REPLACE INTO ${table} (${names.map(quoted).join(', ')})
      VALUES (${names.map(() => '?').join(', ')})`,
    remove: `DELETE FROM ${table} WHERE id = ?`,
    lists: columns.filter(isStoredList),
  }
}

/**
 * Entities as the chain's events make them. Every change can be undone, back to any block. Changes
 * are seen at once and written by {@link flush}: an entity may change many times in one batch.
 */
export class EntityStore {
  readonly #statements: Statements
  readonly #changed = new Map<string, { entity: string; row: Row }>()
  readonly #tables: ReadonlyMap<string, Table>

  constructor(statements: Statements, { entities }: Model) {
    this.#statements = statements
    this.#tables = new Map(Array.from(entities, ([name, one]) => [name, tableOf(one)]))
  }

  /** The fields of an entity; `undefined` when there is none of this id. */
  get(entity: string, id: string): Fields | undefined {
    const row = this.#row(entity, lowerHex(id))
    if (!row) return undefined
    return Object.fromEntries(
      this.#tables
        .get(entity)!
        .columns.map((field) => [field.name, toValue(field, row[field.name]!)]),
    )
  }

  /** Whether there is an entity of an id. */
  has(entity: string, id: string): boolean {
    return this.#row(entity, lowerHex(id)) !== undefined
  }

  /** Makes an entity, or changes some of its fields. Fields that were never given are null. */
  put(block: number, entity: string, id: string, fields: Fields): void {
    const key = lowerHex(id)
    const former = this.#row(entity, key)
    const row: Row = { id: key }
    for (const field of this.#tables.get(entity)!.columns) {
      const value = fields[field.name]
      if (value !== undefined) row[field.name] = toCell(field, value)
      else if (field.name !== 'id') row[field.name] = former?.[field.name] ?? null
    }
    row[BLOCK] = block
    // The way back leads over blocks: what came between two changes in one is not kept.
    if (former?.[BLOCK] !== block) this.#note(block, entity, key, former)
    this.#changed.set(`${entity} ${key}`, { entity, row })
  }

  /** Writes all changes. */
  flush(): void {
    for (const { entity, row } of this.#changed.values()) this.#write(entity, row.id as string, row)
    this.#changed.clear()
  }

  /** Forgets the changes that are not written. */
  drop(): void {
    this.#changed.clear()
  }

  /** Undoes all changes of a block and later ones. */
  rollBack(block: number): void {
    const gone = this.#statements
      .prepare('SELECT seq, entity, id, former FROM journal WHERE block >= ? ORDER BY seq DESC')
      .all(block) as { seq: number; entity: string; id: string; former: string | null }[]
    for (const { entity, id, former } of gone)
      this.#write(entity, id, former === null ? undefined : (JSON.parse(former) as Row))
    const first = gone.at(-1)?.seq
    if (first !== undefined)
      this.#statements.prepare('DELETE FROM journal WHERE seq >= ?').run(first)
  }

  #note(block: number, entity: string, id: string, former: Row | undefined): void {
    this.#statements
      .prepare('INSERT INTO journal (block, entity, id, former) VALUES (?, ?, ?, ?)')
      .run(block, entity, id, former ? JSON.stringify(former) : null)
  }

  #write(entity: string, id: string, row: Row | undefined): void {
    const { names, insert, remove, lists } = this.#tables.get(entity)!
    if (row) this.#statements.prepare(insert).run(...names.map((name) => row[name] ?? null))
    else this.#statements.prepare(remove).run(id)
    for (const field of lists) this.#writeList(entity, id, field, row)
  }

  #writeList(entity: string, id: string, { name }: Field, row: Row | undefined): void {
    const list = listTable(entity, name)
    this.#statements.prepare(`DELETE FROM ${list} WHERE owner = ?`).run(id)
    const items = JSON.parse((row?.[name] as string | null | undefined) ?? '[]') as string[]
    const insert = this.#statements.prepare(`INSERT INTO ${list} VALUES (?, ?, ?)`)
    for (const [place, item] of items.entries()) insert.run(id, place, item)
  }

  #row(entity: string, id: string): Row | undefined {
    const changed = this.#changed.get(`${entity} ${id}`)
    if (changed) return changed.row
    return this.#statements.prepare(`SELECT * FROM ${quoted(entity)} WHERE id = ?`).get(id) as
      | Row
      | undefined
  }
}

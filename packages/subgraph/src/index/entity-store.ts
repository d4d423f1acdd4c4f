import type { Statements } from '@iexec-sim/snapshot'
import { columnsOf, type Field, isStoredList, type Model } from '../model/model.ts'
import { type Cell, lowerHex, toCell, toValue, type Value } from '../model/values.ts'
import { BLOCK, listTable, quoted } from './tables.ts'

/** Fields of an entity by name. */
export type Fields = Readonly<Record<string, Value>>

type Row = Record<string, Cell>

/**
 * Entities as the chain's events make them. Every change can be undone, back to any block. Changes
 * are seen at once and written by {@link flush}: an entity may change many times in one batch.
 */
export class EntityStore {
  readonly #statements: Statements
  readonly #changed = new Map<string, { entity: string; row: Row }>()
  readonly #columns: ReadonlyMap<string, readonly Field[]>

  constructor(statements: Statements, { entities }: Model) {
    this.#statements = statements
    this.#columns = new Map(Array.from(entities, ([name, one]) => [name, columnsOf(one)]))
  }

  /** The fields of an entity; `undefined` when there is none of this id. */
  get(entity: string, id: string): Fields | undefined {
    const row = this.#row(entity, lowerHex(id))
    if (!row) return undefined
    return Object.fromEntries(
      this.#columns.get(entity)!.map((field) => [field.name, toValue(field, row[field.name]!)]),
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
    for (const field of this.#columns.get(entity)!) {
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
    const columns = this.#columns.get(entity)!
    if (row) {
      const names = [...columns.map(({ name }) => name), BLOCK]
      this.#statements
        .prepare(
          `INSERT OR REPLACE INTO ${quoted(entity)} (${names.map(quoted).join(', ')})
           VALUES (${names.map(() => '?').join(', ')})`,
        )
        .run(...names.map((name) => row[name] ?? null))
    } else this.#statements.prepare(`DELETE FROM ${quoted(entity)} WHERE id = ?`).run(id)
    for (const field of columns.filter(isStoredList)) this.#writeList(entity, id, field, row)
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

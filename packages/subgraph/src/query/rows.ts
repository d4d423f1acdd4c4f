import type { Statements } from '@iexec-sim/snapshot'
import { quoted } from '../index/tables.ts'
import type { Entity, Field, Model } from '../model/model.ts'
import type { Cell } from '../model/values.ts'
import { type Condition, conditionOf, joined, membership, type Where } from './condition.ts'
import { orderKeys } from './filters.ts'

/** A row as the tables have it; `__typename` only where several kinds may be meant. */
export type Row = Readonly<Record<string, Cell>>

/** Arguments of a list. */
export interface ListArguments {
  /** Rows returned at most. @default 100 */
  first?: number | null
  /** Rows left out at the start. @default 0 */
  skip?: number | null
  /** Key that the rows are ordered by, then by id. @default id */
  orderBy?: string | null
  /** @default asc */
  orderDirection?: 'asc' | 'desc' | null
  /** Filter. @default none */
  where?: Where | null
}

/** The list of one entity's field. */
export interface ListOf {
  /** The entity. */
  entity: Entity
  /** Its field. */
  field: Field
  /** Id of the entity. */
  id: string
}

/** Most rows of one list. */
const MOST_FIRST = 1_000
/** Rows that one question may read. */
const MOST_ROWS = 100_000
/** Time of one question, ms. */
const MOST_MS = 3_000

/** Reads rows for one question, as far as its bounds let it. */
export class Rows {
  readonly #statements: Statements
  readonly #model: Model
  readonly #until = performance.now() + MOST_MS
  /** Rows of ids that were read: many rows lead to the same few. */
  readonly #known = new Map<string, Row | undefined>()
  #left = MOST_ROWS

  constructor(statements: Statements, model: Model) {
    this.#statements = statements
    this.#model = model
  }

  /** The row of an id; `undefined` when there is none. */
  one(entity: Entity, id: string): Row | undefined {
    this.#spend(1)
    const key = `${entity.name} ${id}`
    if (this.#known.has(key)) return this.#known.get(key)
    const sql = `SELECT * FROM ${quoted(entity.name)} WHERE id = ?`
    const row = this.#statements.prepare(sql).get(id) as Row | undefined
    this.#known.set(key, row)
    return row
  }

  /** Rows of an entity, or of the list of another's field. Throws `TypeError` with the reason. */
  list(entity: Entity, given: ListArguments, of?: ListOf): Row[] {
    const first = given.first ?? 100
    const skip = given.skip ?? 0
    within('first', first, MOST_FIRST)
    within('skip', skip, 2 ** 31 - 1)
    const parent: Condition[] = of
      ? [{ sql: membership(this.#model, of.entity, of.field, 't', '?'), values: [of.id] }]
      : []
    const { sql, values } = joined(
      [...parent, conditionOf(this.#model, entity, given.where ?? {})],
      ' AND ',
    )
    const table = quoted(entity.name)
    const order = (row: string) => this.#order(entity, given, row)
    // Ids are skipped in an index alone; only the rows of the page are read.
    const page = `SELECT t.id FROM ${table} AS t WHERE ${sql} ORDER BY ${order('t')} LIMIT ? OFFSET ?`
    const rows = this.#statements
      .prepare(`SELECT r.* FROM ${table} AS r WHERE r.id IN (${page}) ORDER BY ${order('r')}`)
      .all(...values, first, skip) as Row[]
    this.#spend(rows.length)
    return rows
  }

  /** Number of rows of an entity. Throws `TypeError` with the reason. */
  count(entity: Entity, where: Where): number {
    const { sql, values } = conditionOf(this.#model, entity, where)
    const counted = `SELECT COUNT(*) AS count FROM ${quoted(entity.name)} AS t WHERE ${sql}`
    return this.#statements.prepare(counted).get(...values)!.count as number
  }

  /** SQL of the order of rows with a name; equal ones are in that of their ids. */
  #order(entity: Entity, { orderBy, orderDirection }: ListArguments, row: string): string {
    const direction = orderDirection ?? 'asc'
    const byId = `${row}.id ${direction}`
    const found = orderKeys(entity, this.#model.entities).find(({ key }) => key === orderBy)
    if (!found || found.field.kind === 'derived') return byId
    const { field, of } = found
    const column = `${row}.${quoted(field.name)}`
    const key = of
      ? `(SELECT o.${quoted(of.name)} FROM ${quoted(field.type)} AS o WHERE o.id = ${column})`
      : column
    return `${key} ${direction}, ${byId}`
  }

  #spend(rows: number): void {
    this.#left -= rows + 1
    if (this.#left < 0) throw new TypeError(`A question reads at most ${MOST_ROWS} entities.`)
    if (performance.now() > this.#until)
      throw new TypeError(`A question takes at most ${MOST_MS / 1000} seconds.`)
  }
}

function within(name: string, value: number, most: number): void {
  if (value < 0 || value > most)
    throw new TypeError(
      `The value of the \`${name}\` argument must be between 0 and ${most}, but is ${value}`,
    )
}

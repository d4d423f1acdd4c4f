import { BLOCK, listTable, quoted } from '../index/tables.ts'
import type { Entity, Field, Model } from '../model/model.ts'
import { type Cell, lowerHex, operand } from '../model/values.ts'
import { type FilterKey, filterKeys } from './filters.ts'

/** A filter as a client sends it. */
export type Where = Readonly<Record<string, unknown>>

/** Part of a WHERE clause, with the values of its question marks. */
export interface Condition {
  /** SQL with `?` for each value. */
  sql: string
  /** Values of the question marks, in order. */
  values: Cell[]
}

/** Levels of `and` and `or`, and comparisons of one filter. */
const MOST_LEVELS = 10
const MOST_COMPARISONS = 200

/** The rows that a filter is about. */
interface Rows {
  model: Model
  entity: Entity
  /** Name of a row in SQL. */
  alias: string
}

/** SQL of the filter of an entity, whose rows are called `t`. Throws `TypeError`. */
export function conditionOf(model: Model, entity: Entity, where: Where): Condition {
  let left = MOST_COMPARISONS
  const read = (rows: Rows, filter: Where, level: number): Condition => {
    if (level > MOST_LEVELS) throw new TypeError(`A filter nests at most ${MOST_LEVELS} levels.`)
    const parts = Object.entries(filter).map(([name, value]) => {
      left -= 1
      if (left < 0) throw new TypeError(`A filter has at most ${MOST_COMPARISONS} comparisons.`)
      if (name === 'and' || name === 'or') {
        const all = list(value).map((one) => read(rows, (one ?? {}) as Where, level + 1))
        return joined(all, name === 'and' ? ' AND ' : ' OR ')
      }
      if (name === '_change_block') return changedSince(rows.alias, value as Where | null)
      const key = filterKeys(rows.entity).get(name)!
      if (key.takes !== 'nested') return compared(rows, key, value)
      if (rows.alias !== 't')
        throw new TypeError(`The filter ${name} is within another of its kind.`)
      return nested(rows, key.field, (child) => read(child, (value ?? {}) as Where, level + 1))
    })
    return joined(parts, ' AND ')
  }
  return read({ model, entity, alias: 't' }, where, 0)
}

/** Conditions of which all or one must hold; none is no condition. */
export function joined(parts: readonly Condition[], by: ' AND ' | ' OR '): Condition {
  if (parts.length === 0) return { sql: '1', values: [] }
  return {
    sql: `(${parts.map(({ sql }) => sql).join(by)})`,
    values: parts.flatMap(({ values }) => values),
  }
}

function changedSince(alias: string, value: Where | null): Condition {
  const least = value?.number_gte
  return { sql: `${alias}.${BLOCK} >= ?`, values: [typeof least === 'number' ? least : 0] }
}

/** A row of what a field leads to meets a filter of its own. */
function nested(
  { model, entity, alias }: Rows,
  field: Field,
  filter: (child: Rows) => Condition,
): Condition {
  const child = model.entities.get(field.type)!
  const { sql, values } = filter({ model, entity: child, alias: 'n' })
  const isOne = field.kind === 'reference' && !field.isList
  const leads = isOne
    ? `n.id = ${alias}.${quoted(field.name)}`
    : membership(model, entity, field, 'n', `${alias}.id`)
  return {
    sql: `EXISTS (SELECT 1 FROM ${quoted(child.name)} AS n WHERE ${leads} AND ${sql})`,
    values,
  }
}

/** SQL that says a row is in the list that a field of the entity with an id leads to. */
export function membership(
  { entities }: Model,
  entity: Entity,
  field: Field,
  row: string,
  id: string,
): string {
  if (field.kind !== 'derived')
    return `${row}.id IN (SELECT item FROM ${listTable(entity.name, field.name)} WHERE owner = ${id})`
  const by = entities.get(field.type)!.fields.get(field.by)!
  return by.kind === 'reference' && by.isList
    ? `${row}.id IN (SELECT owner FROM ${listTable(field.type, by.name)} WHERE item = ${id})`
    : `${row}.${quoted(by.name)} = ${id}`
}

function compared({ entity, alias }: Rows, key: FilterKey, value: unknown): Condition {
  const { field, suffix } = key
  const column = `${alias}.${quoted(field.name)}`
  if (field.kind === 'reference' && field.isList)
    return comparedList(listTable(entity.name, field.name), alias, column, suffix, value)
  if (key.takes === 'values') {
    const cells = list(value).map((one) => operand(field, one))
    const holes = cells.map(() => '?').join(', ')
    return { sql: `${column} ${suffix === '_in' ? 'IN' : 'NOT IN'} (${holes})`, values: cells }
  }
  const one = operand(field, value)
  if (one === null) {
    if (suffix === '') return { sql: `${column} IS NULL`, values: [] }
    if (suffix === '_not') return { sql: `${column} IS NOT NULL`, values: [] }
    throw new TypeError(`Invalid ${field.name}${suffix}: it takes no null.`)
  }
  const comparison = COMPARISONS[suffix]
  if (comparison) return { sql: `${column} ${comparison} ?`, values: [one] }
  return partly(column, suffix, one, field.type === 'Bytes')
}

const COMPARISONS: Readonly<Record<string, string>> = {
  '': '=',
  _not: '!=',
  _gt: '>',
  _lt: '<',
  _gte: '>=',
  _lte: '<=',
}

/** Whether a text begins with, ends with or holds another; bytes hold whole bytes. */
function partly(column: string, suffix: string, value: Cell, isBytes: boolean): Condition {
  const [, not, way, nocase] = /^(_not)?_(contains|starts_with|ends_with)(_nocase)?$/.exec(suffix)!
  const [left, right] = nocase ? [`lower(${column})`, 'lower(?)'] : [column, '?']
  const sql = isBytes
    ? `instr(unhex(substr(${column}, 3)), unhex(substr(?, 3))) > 0`
    : way === 'contains'
      ? `instr(${left}, ${right}) > 0`
      : way === 'starts_with'
        ? `instr(${left}, ${right}) = 1`
        : `substr(${left}, -length(?)) = ${right}`
  const values = way === 'ends_with' ? [value, value] : [value]
  return { sql: not ? `NOT (${sql})` : `(${sql})`, values }
}

/** A stored list, compared whole or by what it has. */
function comparedList(
  table: string,
  alias: string,
  column: string,
  suffix: string,
  value: unknown,
): Condition {
  const items = list(value).map((item) => lowerHex(String(item)))
  if (suffix === '' || suffix === '_not')
    return { sql: `${column} ${suffix === '' ? '=' : '!='} ?`, values: [JSON.stringify(items)] }
  const item = suffix.endsWith('_nocase') ? 'lower(item) = lower(?)' : 'item = ?'
  const has = joined(
    items.map((one) => ({
      sql: `${alias}.id IN (SELECT owner FROM ${table} WHERE ${item})`,
      values: [one],
    })),
    ' AND ',
  )
  return suffix.startsWith('_not') ? { ...has, sql: `NOT ${has.sql}` } : has
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

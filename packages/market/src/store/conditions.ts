import { hasAllBits, isBeyondNumber, tagNumber } from './tags.ts'

/** Operand of a condition: addresses are stored apart from the orders, under numbers. */
export type Value = number | string | { address: string }

/** One condition of a query, with the values of its question marks. */
export interface Condition {
  /** Part of a WHERE clause with `?` for each value. */
  sql: string
  /** Values of the question marks, in order. */
  values: Value[]
  /**
   * The column that can have one value only under this condition: an index that starts with it is a
   * short way.
   */
  fixes?: string
}

/** A column is this. */
export const equals = (column: string, value: number | { address: string }): Condition => ({
  sql: `${column} = ?`,
  values: [value],
  fixes: column,
})

/** A restriction lets an address in: there is none, or it names exactly this. */
export const letsIn = (column: string, address: string): Condition => ({
  sql: `${column} IN (0, ?)`,
  values: [{ address }],
})

/** A column is this or more. */
export const atLeast = (column: string, value: number): Condition => ({
  sql: `${column} >= ?`,
  values: [value],
})
/** A column is this or less. */
export const atMost = (column: string, value: number): Condition => ({
  sql: `${column} <= ?`,
  values: [value],
})

/** Orders whose tag has all of these bits. */
export function hasBits(bits: string): Condition {
  const number = tagNumber(bits)
  if (!isBeyondNumber(bits)) return { sql: '(tag & ?) = ?', values: [number, number] }
  return {
    sql: "(tag & ?) = ? AND has_all_bits(document ->> '$.tag', ?)",
    values: [number, number, bits],
  }
}

/** Orders whose tag has none but these bits. */
export function hasOnlyBits(bits: string): Condition {
  const number = tagNumber(bits)
  if (!isBeyondNumber(bits)) return { sql: '(tag & ~?) = 0', values: [number] }
  return { sql: "(tag & ~?) = 0 AND has_all_bits(?, document ->> '$.tag')", values: [number, bits] }
}

/** Functions conditions call, by the names they have in SQL. */
export const SQL_FUNCTIONS = {
  has_all_bits: (tag: string, bits: string): number => (hasAllBits(tag, bits) ? 1 : 0),
}

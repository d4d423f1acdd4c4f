import { type Address, readBytes32, ZERO_ADDRESS } from '@iexec-sim/protocol'
import { invalid, shown } from '../failure.ts'
import { checksummed } from '../order-record.ts'
import { type Condition, equals, hasBits, hasOnlyBits, letsIn } from '../store/conditions.ts'
import type { Page } from '../store/order-store.ts'

/** A request's query, as it came. */
export type Query = Readonly<Record<string, unknown>>

const DEFAULT_PAGE = 20
const SMALLEST_PAGE = 10
const LARGEST_PAGE = 1000

/**
 * The requested page: `pageIndex` and `pageSize`, or the older `page`, a number of entries to skip.
 */
export function readPage(query: Query): Page {
  const limit = readInteger(query, 'pageSize', SMALLEST_PAGE, LARGEST_PAGE) ?? DEFAULT_PAGE
  const index = readInteger(query, 'pageIndex')
  const skip = index === undefined ? (readInteger(query, 'page') ?? 0) : index * limit
  if (!Number.isSafeInteger(skip)) throw invalid('pageIndex is too large')
  return { skip, limit }
}

/** Fields of a list besides its entries. `nextPage` is present while the page is full. */
export function pageInfo(
  count: number,
  { skip, limit }: Page,
  length: number,
): { count: number; nextPage?: number } {
  return { count, ...(length === limit ? { nextPage: skip + limit } : {}) }
}

/** A whole number of the query, within bounds; `undefined` when it is not there. */
export function readInteger(
  query: Query,
  name: string,
  least = 0,
  most = Number.MAX_SAFE_INTEGER,
): number | undefined {
  const value = query[name]
  if (value === undefined || value === '') return undefined
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : Number.NaN
  if (!Number.isSafeInteger(number))
    throw invalid(`${name} must be a \`number\` type, but the final value was: \`${shown(value)}\``)
  if (number < least) throw invalid(`${name} must be greater than or equal to ${least}`)
  if (number > most) throw invalid(`${name} must be less than or equal to ${most}`)
  return number
}

/** An address of the query; `undefined` when it is not there. */
export function readAddress(query: Query, name: string): Address | undefined {
  const value = query[name]
  if (value === undefined || value === '') return undefined
  const address = checksummed(value)
  if (!address) throw invalid(`${name} ${shown(value)} is not a valid ethereum address`)
  return address
}

/** The address of a resource, or `any` for all of them. */
export function readAddressOrAny(query: Query, name: string): Address | 'any' | undefined {
  return query[name] === 'any' ? 'any' : readAddress(query, name)
}

/** 32 bytes of the query. */
export function readHash(query: Query, name: string): string | undefined {
  const value = query[name]
  if (value === undefined || value === '') return undefined
  const hash = readBytes32(value)
  if (!hash) throw invalid(`${name} ${shown(value)} is not a valid bytes32`)
  return hash
}

/** Whether a flag of the query is set. */
export function readFlag(query: Query, name: string): boolean {
  const value = query[name]
  if (value === undefined || value === '' || value === 'false') return false
  if (value === 'true') return true
  throw invalid(`${name} must be a \`boolean\` type, but the final value was: \`${shown(value)}\``)
}

/**
 * Orders whose restriction admits an account: by default those without one, with an account those
 * that name it too, strictly only those.
 */
export function restriction(query: Query, filter: string, column: string): Condition[] {
  const address = readAddressOrAny(query, filter)
  const strict = readFlag(query, `is${filter[0]!.toUpperCase()}${filter.slice(1)}Strict`)
  if (address === 'any') return []
  if (address === undefined) return [equals(column, { address: ZERO_ADDRESS })]
  return [strict ? equals(column, { address }) : letsIn(column, address)]
}

/** Orders with all bits of `minTag` and no bit outside `maxTag`. */
export function tagConditions(query: Query): Condition[] {
  const least = readHash(query, 'minTag')
  const most = readHash(query, 'maxTag')
  return [...(least ? [hasBits(least)] : []), ...(most ? [hasOnlyBits(most)] : [])]
}

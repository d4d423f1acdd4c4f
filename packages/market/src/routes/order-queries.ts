import { invalid } from '../failure.ts'
import type { OrderKindInfo } from '../order-kinds.ts'
import type { Condition } from '../store/order-store.ts'
import { type Query, readAddressOrAny, readFlag, readInteger, restriction, tagConditions } from './query.ts'

/** From here on an order counts as open for bulk processing. */
const BULK_VOLUME = 2 ** 53 - 2

/** What a list of orders of a kind is asked for by. Throws a failure with status 400. */
export function orderConditions(info: OrderKindInfo, query: Query): Condition[] {
  return [
    ...ofResource(info, query),
    ...Object.entries(info.restrictions).flatMap(([filter, column]) => restriction(query, filter, column)),
    ...tagConditions(query),
    ...atLeast(query, 'minVolume', 'remaining', 1),
    ...SPECIAL[info.name](query),
  ]
}

/** The asset or its owner; lists of apps and datasets need one of them. */
function ofResource({ name, resource, equal }: OrderKindInfo, query: Query): Condition[] {
  const conditions = Object.entries(equal).flatMap(([filter, column]) => equals(query, filter, column))
  if (name === 'requestorder') return conditions
  const owner = `${resource}Owner`
  if (name !== 'workerpoolorder' && !query[resource] && !query[owner])
    throw invalid(`${resource} or ${owner} is required`)
  return [...conditions, ...equals(query, owner, 'signer')]
}

function equals(query: Query, filter: string, column: string): Condition[] {
  const value = readAddressOrAny(query, filter)
  return value === undefined || value === 'any' ? [] : [{ sql: `${column} = ?`, values: [value] }]
}

function atLeast(query: Query, filter: string, column: string, least: number): Condition[] {
  const value = readInteger(query, filter, least)
  return value === undefined ? [] : [{ sql: `${column} >= ?`, values: [value] }]
}

const category = (query: Query): Condition[] => {
  const value = readInteger(query, 'category')
  return value === undefined ? [] : [{ sql: 'category = ?', values: [value] }]
}

/** What only one kind can be asked for by. */
const SPECIAL: Record<OrderKindInfo['name'], (query: Query) => Condition[]> = {
  apporder: () => [],
  datasetorder: (query) =>
    readFlag(query, 'bulkOnly') ? [{ sql: 'price = 0 AND remaining >= ?', values: [BULK_VOLUME] }] : [],
  workerpoolorder: (query) => {
    const trust = readInteger(query, 'minTrust')
    return [...category(query), ...(trust !== undefined && trust > 1 ? [{ sql: 'trust >= ?', values: [trust] }] : [])]
  },
  requestorder: (query) => {
    const trust = readInteger(query, 'maxTrust')
    return [...category(query), ...(trust === undefined ? [] : [{ sql: 'trust <= ?', values: [Math.max(trust, 1)] }])]
  },
}

/** Whether a dataset order may be part of a bulk request. */
export function isBulk({ datasetprice, volume }: Record<string, string | number>): boolean {
  return datasetprice === 0 && Number(volume) >= BULK_VOLUME
}

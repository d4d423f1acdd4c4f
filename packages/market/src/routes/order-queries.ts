import { invalid } from '../failure.ts'
import type { OrderKindInfo } from '../order-kinds.ts'
import { atLeast, atMost, type Condition, equals } from '../store/conditions.ts'
import {
  type Query,
  readAddressOrAny,
  readFlag,
  readInteger,
  restriction,
  tagConditions,
} from './query.ts'

/** Filters of a list of orders of a kind. Throws a failure with status 400. */
export function orderConditions(info: OrderKindInfo, query: Query): Condition[] {
  return [
    ...ofResource(info, query),
    ...Object.entries(info.restrictions).flatMap(([filter, column]) =>
      restriction(query, filter, column),
    ),
    ...tagConditions(query),
    ...number(query, 'minVolume', (value) => atLeast('remaining', value), 1),
    ...SPECIAL[info.name](query),
  ]
}

/** The asset or its owner; lists of apps and datasets need one of them. */
function ofResource({ name, resource, equal }: OrderKindInfo, query: Query): Condition[] {
  const conditions = Object.entries(equal).flatMap(([filter, column]) =>
    isAddress(query, filter, column),
  )
  if (name === 'requestorder') return conditions
  const owner = `${resource}Owner`
  if (name !== 'workerpoolorder' && !query[resource] && !query[owner])
    throw invalid(`${resource} or ${owner} is required`)
  return [...conditions, ...isAddress(query, owner, 'signer')]
}

function isAddress(query: Query, filter: string, column: string): Condition[] {
  const address = readAddressOrAny(query, filter)
  return address === undefined || address === 'any' ? [] : [equals(column, { address })]
}

function number(
  query: Query,
  filter: string,
  condition: (value: number) => Condition,
  least = 0,
): Condition[] {
  const value = readInteger(query, filter, least)
  return value === undefined ? [] : [condition(value)]
}

const category = (query: Query): Condition[] =>
  number(query, 'category', (value) => equals('category', value))

/** Filters of one kind only. */
const SPECIAL: Record<OrderKindInfo['name'], (query: Query) => Condition[]> = {
  apporder: () => [],
  datasetorder: (query) => (readFlag(query, 'bulkOnly') ? [equals('bulk', 1)] : []),
  // A trust of 0 asks for as much as one of 1: one worker.
  workerpoolorder: (query) => [
    ...category(query),
    ...number(query, 'minTrust', (value) => atLeast('trust', value > 1 ? value : 0)),
  ],
  requestorder: (query) => [
    ...category(query),
    ...number(query, 'maxTrust', (value) => atMost('trust', Math.max(value, 1))),
  ],
}

import { DatabaseSync } from 'node:sqlite'
import { Statements } from '@iexec-sim/snapshot'
import { expect, test } from 'vitest'
import { EntityStore, type Fields } from '../index/entity-store.ts'
import { tablesOf } from '../index/tables.ts'
import type { Declaration } from '../model/declaration.ts'
import { modelOf } from '../model/model.ts'
import { filterKeys, orderKeys } from './filters.ts'
import { Rows } from './rows.ts'

const declaration: Declaration = {
  enums: { Colour: ['RED', 'GREEN'] },
  interfaces: {},
  entities: {
    Thing: {
      fields: {
        text: 'String!',
        bytes: 'Bytes!',
        large: 'BigInt!*',
        amount: 'BigDecimal!',
        small: 'Int!',
        flag: 'Boolean!',
        colour: 'Colour!',
        owner: 'Owner',
        owners: '[Owner]',
      },
    },
    Owner: {
      fields: {
        name: 'String!',
        things: '[Thing.owner]',
        shared: '[Thing.owners]',
        first: 'Thing.owner',
      },
    },
  },
}
const model = modelOf(declaration)
const db = new DatabaseSync(':memory:')
db.exec(tablesOf(model))
const statements = new Statements(db)
const store = new EntityStore(statements, model)

const THINGS: Record<string, Fields> = {
  a: { text: 'Apple', bytes: '0x0a0b', large: 9n, amount: 1_500_000_000n, small: 1, flag: true },
  b: { text: 'banana', bytes: '0xb0', large: 10n, amount: 999_999_999n, small: -2, flag: false },
  c: { text: 'a_p%', bytes: '0x', large: 2n ** 200n, amount: 10n ** 27n, small: 30, flag: false },
}
const MORE: Record<string, Fields> = {
  a: { colour: 'RED', owner: 'o1', owners: ['o1', 'o2'] },
  b: { colour: 'GREEN', owner: 'o2', owners: ['o2'] },
  c: { colour: 'GREEN', owner: null, owners: [] },
}
for (const id of Object.keys(THINGS)) store.put(1, 'Thing', id, { ...THINGS[id], ...MORE[id] })
store.put(2, 'Owner', 'o1', { name: 'One' })
store.put(3, 'Owner', 'o2', { name: 'two' })
store.flush()

const ids = (entity: string, given: Parameters<Rows['list']>[1]) =>
  new Rows(statements, model)
    .list(model.entities.get(entity)!, given)
    .map(({ id }) => id)
    .join('')

test.each<[where: object, expected: string]>([
  [{ text: 'Apple' }, 'a'],
  [{ text_not: 'Apple' }, 'bc'],
  [{ text_gt: 'a_p%' }, 'b'],
  [{ text_lte: 'a_p%' }, 'ac'],
  [{ text_in: ['Apple', 'banana', 'x'] }, 'ab'],
  [{ text_in: [] }, ''],
  [{ text_not_in: ['Apple'] }, 'bc'],
  [{ text_not_in: [] }, 'abc'],
  [{ text_contains: 'p' }, 'ac'],
  [{ text_contains: '_p%' }, 'c'],
  [{ text_contains: 'AP' }, ''],
  [{ text_contains_nocase: 'AP' }, 'a'],
  [{ text_not_contains: 'p' }, 'b'],
  [{ text_not_contains_nocase: 'AN' }, 'ac'],
  [{ text_starts_with: 'a' }, 'c'],
  [{ text_starts_with_nocase: 'A' }, 'ac'],
  [{ text_not_starts_with: 'a' }, 'ab'],
  [{ text_ends_with: 'e' }, 'a'],
  [{ text_ends_with_nocase: 'LE' }, 'a'],
  [{ text_not_ends_with: 'a' }, 'ac'],
  [{ bytes: '0x0A0B' }, 'a'],
  [{ bytes_not: '0x' }, 'ab'],
  [{ bytes_contains: '0x0b' }, 'a'],
  [{ bytes_contains: '0xa0' }, ''],
  [{ bytes_not_contains: '0xb0' }, 'ac'],
  [{ bytes_gt: '0x0a' }, 'ab'],
  [{ large_gt: 9 }, 'bc'],
  [{ large_gte: '9' }, 'abc'],
  [{ large_lt: '10' }, 'a'],
  [{ large_in: [10, String(2n ** 200n)] }, 'bc'],
  [{ large_gte: -5 }, 'abc'],
  [{ large: -5 }, ''],
  [{ amount: '1.5' }, 'a'],
  [{ amount_lt: '1.5' }, 'b'],
  [{ amount_gte: 1 }, 'ac'],
  [{ small_lt: 1 }, 'b'],
  [{ small_in: [1, 30] }, 'ac'],
  [{ flag: true }, 'a'],
  [{ flag_not: true }, 'bc'],
  [{ flag_in: [true, false] }, 'abc'],
  [{ colour: 'GREEN' }, 'bc'],
  [{ colour_not_in: ['GREEN'] }, 'a'],
  [{ owner: 'o1' }, 'a'],
  [{ owner: null }, 'c'],
  [{ owner_not: null }, 'ab'],
  [{ owner_starts_with: 'o' }, 'ab'],
  [{ owner_: { name_starts_with_nocase: 'T' } }, 'b'],
  [{ owners: ['o1', 'o2'] }, 'a'],
  [{ owners_not: ['o2'] }, 'ac'],
  [{ owners_contains: ['o2'] }, 'ab'],
  [{ owners_contains: [] }, 'abc'],
  [{ owners_not_contains: ['o1', 'o2'] }, 'bc'],
  [{ owners_contains_nocase: ['O1'] }, 'a'],
  [{ owners_: { name: 'One' } }, 'a'],
  [{ _change_block: { number_gte: 2 } }, ''],
  [{ or: [{ large: 9 }, { text: 'banana' }] }, 'ab'],
  [{ and: [{ flag: false }, { or: [{ small: 30 }, { small: 1 }] }] }, 'c'],
  [{ flag: false, or: [{ small: 30 }, { small: 1 }] }, 'c'],
  [{ and: [] }, 'abc'],
  [{}, 'abc'],
])('%j lets %j through', (where, expected) => {
  expect(ids('Thing', { where: where as never })).toBe(expected)
})

test.each<[where: object, expected: string]>([
  [{ things_: { large: 9 } }, 'o1'],
  [{ shared_: { text: 'Apple' } }, 'o1o2'],
  [{ first_: { colour: 'GREEN' } }, 'o2'],
  [{ _change_block: { number_gte: 3 } }, 'o2'],
])('%j of what an entity is named by lets %j through', (where, expected) => {
  expect(ids('Owner', { where: where as never })).toBe(expected)
})

test.each<[given: object, expected: string]>([
  [{ orderBy: 'large' }, 'abc'],
  [{ orderBy: 'large', orderDirection: 'desc' }, 'cba'],
  [{ orderBy: 'amount' }, 'bac'],
  [{ orderBy: 'small' }, 'bac'],
  [{ orderBy: 'colour' }, 'bca'],
  [{ orderBy: 'flag', orderDirection: 'desc' }, 'acb'],
  [{ orderBy: 'owner__name', orderDirection: 'desc' }, 'bac'],
  [{ orderBy: 'large', first: 1, skip: 1 }, 'b'],
  [{ first: 0 }, ''],
])('a list with %j is %j', (given, expected) => {
  expect(ids('Thing', given)).toBe(expected)
})

test('every field has the filters and orders of its type', () => {
  const keys = (of: string) =>
    [...filterKeys(model.entities.get('Thing')!).keys()].filter((key) => key.split('_')[0] === of)
  const equal = ['', '_not', '_in', '_not_in']
  const order = ['_gt', '_lt', '_gte', '_lte']
  const named = (name: string, ...suffixes: string[]) => suffixes.map((suffix) => name + suffix)
  expect(keys('large')).toEqual(named('large', ...equal, ...order))
  expect(keys('flag')).toEqual(named('flag', ...equal))
  expect(keys('colour')).toEqual(named('colour', ...equal))
  expect(keys('bytes')).toEqual(named('bytes', ...equal, ...order, '_contains', '_not_contains'))
  expect(keys('text')).toHaveLength(20)
  expect(keys('owner')).toHaveLength(21)
  expect(keys('owners').at(-1)).toBe('owners_')
  const orders = orderKeys(model.entities.get('Thing')!, model.entities).map(({ key }) => key)
  expect(orders).toEqual(expect.arrayContaining(['large', 'owner', 'owner__id', 'owner__name']))
})

test('lists of many rows are found by an index', () => {
  const plan = (sql: string) =>
    db
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map(({ detail }) => String(detail))
      .join('; ')
  expect(plan('SELECT * FROM Thing AS t ORDER BY t.large DESC, t.id DESC LIMIT 20')).toMatch(
    /^SCAN t USING INDEX Thing.large$/,
  )
  expect(plan("SELECT * FROM Thing AS t WHERE t.owner = 'o1' ORDER BY t.id")).toMatch(
    /^SEARCH t USING INDEX Thing.owner/,
  )
})

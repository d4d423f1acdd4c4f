import Type from 'typebox'
import { expect, it } from 'vitest'
import { problemOf } from './problem.ts'
import { keyRows } from './table.ts'

const inner = Type.Object(
  { name: Type.String({ description: 'its name' }) },
  { additionalProperties: false },
)
const schema = Type.Object(
  {
    list: Type.Array(inner),
    kind: Type.Optional(Type.Enum(['one', 'two'])),
    of: Type.Optional(inner),
  },
  { additionalProperties: false, keys: 'field' },
)

it.each([
  ['what fits', { list: [{ name: 'a' }], kind: 'one' }, undefined],
  ['another type', 7, { place: '', reason: 'is not an object.' }],
  [
    'a misspelt key, before the missing one it stands for',
    { lst: [] },
    { place: 'lst', reason: 'is not a known field; did you mean "list"?' },
  ],
  ['a missing key', {}, { place: 'list', reason: 'is missing.' }],
  [
    'a value in a list',
    { list: [{ name: 'a' }, { name: 7 }] },
    { place: 'list[1].name', reason: 'is not text.' },
  ],
  [
    'an unknown name',
    { list: [], kind: 'on' },
    { place: 'kind', reason: 'is invalid: "on" is not one of one, two; did you mean "one"?' },
  ],
  [
    'an object in place of a name',
    { list: [], kind: { toString: 1 } },
    { place: 'kind', reason: 'is invalid: {"toString":1} is not one of one, two.' },
  ],
])('the problem of %s is the first broken rule with its place', (_title, value, problem) => {
  expect(problemOf(schema, value)).toEqual(problem)
})

it('a text that is refused is not repeated, as it may be a secret', () => {
  expect(problemOf(Type.Integer({ minimum: 1 }), 'hunter2')?.reason).toBe(
    'is not a whole number of at least 1.',
  )
})

it('a number that is refused is repeated', () => {
  expect(problemOf(Type.Integer({ minimum: 1 }), 0)?.reason).toBe(
    'is invalid: 0 is not a whole number of at least 1.',
  )
})

it('the keys of a schema are listed with those of objects within', () => {
  expect(keyRows(schema).map(({ key, isRequired }) => [key, isRequired])).toEqual([
    ['list', true],
    ['kind', false],
    ['of', false],
    ['of.name', true],
  ])
})

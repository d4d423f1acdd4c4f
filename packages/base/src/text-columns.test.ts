import { expect, it } from 'vitest'
import { textColumns } from './text-columns.ts'

it('columns are as wide as their widest cell, and lines end without spaces', () => {
  expect(
    textColumns([
      ['a', 'long cell', 'x'],
      ['longer', 'b', ''],
      ['', 'c'],
    ]),
  ).toEqual(['a       long cell  x', 'longer  b', '        c'])
})

it('no rows are no lines', () => {
  expect(textColumns([])).toEqual([])
})

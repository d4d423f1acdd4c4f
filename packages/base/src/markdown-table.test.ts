import { expect, it } from 'vitest'
import { markdownTable } from './markdown-table.ts'

it('a Markdown table has a heading, a rule with the alignment, and its rows', () => {
  expect(markdownTable(['name', 'n'], [['a', '1']], ['n'])).toBe(
    '| name | n |\n| --- | --: |\n| a | 1 |',
  )
})

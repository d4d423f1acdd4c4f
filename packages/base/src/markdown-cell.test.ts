import { expect, it } from 'vitest'
import { markdownCell } from './markdown-cell.ts'

it.each([
  ['a | b', 'a \\| b'],
  ['two\r\n lines', 'two lines'],
  ['<img src=x> & more', '&lt;img src=x> &amp; more'],
  ['![shown](//elsewhere)', '!\\[shown](//elsewhere)'],
  ['\\[escaped](//elsewhere)', '\\\\\\[escaped](//elsewhere)'],
  ['`code`', '\\`code\\`'],
])('a Markdown cell shows %j literally', (text, cell) => expect(markdownCell(text)).toBe(cell))

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Address } from '@iexec-sim/protocol'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { NameBook } from './name-book.ts'

const [one, two] = [`0x${'1'.repeat(40)}`, `0x${'2'.repeat(40)}`] as [Address, Address]
let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'iexec-sim-names-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

it('names are there when the folder is opened again, in alphabetical order', () => {
  const book = new NameBook(dir)
  book.set('b', one)
  book.set('a', one)
  book.set('b', two)
  const again = new NameBook(dir)
  expect(again.list()).toEqual([
    { name: 'a', address: one },
    { name: 'b', address: two },
  ])
  expect([again.get('b'), again.get('c'), again.get('constructor')]).toEqual([
    two,
    undefined,
    undefined,
  ])
})

it.each([
  ['no JSON', '{'],
  ['no object', '1'],
  ['no address', '{"a":"0x12"}'],
])('a file with %s is refused, and a restore of it changes nothing', (_what, text) => {
  const book = new NameBook(dir)
  book.set('a', one)
  const kept = mkdtempSync(join(dir, 'kept-'))
  writeFileSync(join(kept, 'names.json'), text)
  const code = (expected: string) => expect.objectContaining({ code: expected })
  expect(() => book.restore(kept)).toThrow(code('SNAPSHOT_CORRUPT'))
  expect(book.list()).toEqual([{ name: 'a', address: one }])
  writeFileSync(join(dir, 'names.json'), text)
  expect(() => new NameBook(dir)).toThrow(code('STATE_CORRUPT'))
})

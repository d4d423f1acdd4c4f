import { isAbsolute, posix, win32 } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { safeName, unusedName } from './safe-name.ts'

it.each([
  ['a/b.txt', 'a/b.txt'],
  [' 00', ' 00'],
  ['é世界😀', 'é世界😀'],
  ['C:notes.txt', 'C_notes.txt'],
  ['..\\w', '.._w'],
  ['a\\b', 'a_b'],
  ['../../etc/passwd', '_/_/etc/passwd'],
  ['/etc/passwd', 'etc/passwd'],
  ['a\nb\u001b[2J', 'a_b_[2J'],
  ['NUL', '_NUL'],
  ['', '_'],
  ['a//./b', 'a/b'],
])('%j becomes %j', (name, safe) => expect(safeName(name)).toBe(safe))

it('a safe name leads to no other folder on any system', () => {
  const part = fc.oneof(fc.constantFrom('..', '.', 'C:', '\\', '/', '\0', 'a'), fc.string())
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const safe = safeName(parts.join(''))
      expect(isAbsolute(safe) || win32.isAbsolute(safe)).toBe(false)
      expect(posix.normalize(`/base/${safe}`).startsWith('/base/')).toBe(true)
      expect(win32.normalize(`C:\\root\\${safe}`).startsWith('C:\\root\\')).toBe(true)
    }),
    { seed: 7 },
  )
})

it('two files with the same name get different safe names', () => {
  expect(unusedName('a/b', new Set(['a/b', 'a/1_b']))).toBe('a/2_b')
})

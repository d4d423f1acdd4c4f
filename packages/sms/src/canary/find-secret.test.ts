import type { LeakEncoding } from '@iexec-sim/timeline'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SecretFinder } from './find-secret.ts'

/** Values as people have them: of six characters on, not all the same. */
const value = fc
  .string({ unit: 'binary', minLength: 8, maxLength: 60 })
  .filter((text) => new Set(text).size > 4 && text.trim() === text && text.isWellFormed())
const around = fc.uint8Array({ maxLength: 60 })
const runs = { numRuns: 300, seed: 11 }

const percentOf = (text: string) =>
  Buffer.from(text)
    .toString('hex')
    .replace(/../g, (pair) => `%${pair}`)
const unicodeOf = (text: string) =>
  Array.from(
    { length: text.length },
    (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('')
const base64Of = (before: number) => (text: string) =>
  Buffer.concat([Buffer.alloc(before, 7), Buffer.from(text), Buffer.from('tail')]).toString(
    'base64',
  )

const FORMS: [string, LeakEncoding, (text: string) => string][] = [
  ['itself', 'plain', (text) => text],
  ['base64', 'base64', base64Of(0)],
  ['base64, one byte after a group', 'base64', base64Of(1)],
  ['base64, two bytes after a group', 'base64', base64Of(2)],
  ['URL-safe base64', 'base64', (text) => Buffer.from(text).toString('base64url')],
  [
    'base64 in lines of a mail',
    'base64',
    (text) => base64Of(2)(text).replace(/(.{10})/g, '$1\r\n'),
  ],
  ['hex in lower case', 'hex', (text) => Buffer.from(text).toString('hex')],
  ['hex in upper case', 'hex', (text) => Buffer.from(text).toString('hex').toUpperCase()],
  ['percent signs for each byte', 'url', percentOf],
  ['escapes for each character', 'json', unicodeOf],
  ['reversed', 'reversed', (text) => [...text].reverse().join('')],
]

describe('a secret', () => {
  it.each(FORMS)('written as %s is found at any offset', (_name, encoding, write) => {
    fc.assert(
      fc.property(value, around, around, (secret, before, after) => {
        const bytes = Buffer.concat([before, Buffer.from(write(secret)), after])
        const found = new SecretFinder(secret).find(bytes)
        // A palindrome reads the same either way.
        const isSame = write(secret) === secret
        expect(found.map((match) => match.encoding)).toContain(isSame ? 'plain' : encoding)
        const match = found.find((one) => one.encoding === (isSame ? 'plain' : encoding))!
        expect(match.offset).toBeLessThanOrEqual(before.length + 4)
      }),
      runs,
    )
  })

  it('as encodeURIComponent and JSON.stringify write it is found', () => {
    fc.assert(
      fc.property(value, (secret) => {
        for (const text of [encodeURIComponent(secret), JSON.stringify({ a: [secret] })])
          expect(new SecretFinder(secret).find(Buffer.from(text)).length).toBeGreaterThan(0)
      }),
      runs,
    )
  })

  it('split over lines with indents is found where it begins', () => {
    const bytes = Buffer.from('first\n  my-\n  secret-\n\tvalue\nlast')
    expect(new SecretFinder('my-secret-value').find(bytes)).toEqual([
      { encoding: 'split over lines', offset: 8 },
    ])
  })

  it('that is there as it is, is not called split or decoded as well', () => {
    const finder = new SecretFinder('two words here')
    expect(finder.find(Buffer.from('a %41 \\u0041\ntwo words here\nb'))).toEqual([
      { encoding: 'plain', offset: 13 },
    ])
    expect(finder.find(Buffer.from('q=two+words+here'))).toEqual([{ encoding: 'url', offset: 2 }])
  })

  it('of another kind is not found in random bytes and texts', () => {
    const secret = fc
      .uint8Array({ minLength: 8, maxLength: 8 })
      .map((bytes) => Buffer.from(bytes).toString('hex'))
    const text = fc.oneof(
      fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes)),
      fc.lorem({ maxCount: 100 }).map((words) => Buffer.from(words)),
      fc.json().map((json) => Buffer.from(json)),
      fc.base64String({ maxLength: 2_000 }).map((words) => Buffer.from(words)),
    )
    fc.assert(
      fc.property(secret, text, (one, bytes) => {
        expect(new SecretFinder(one).find(bytes)).toEqual([])
      }),
      runs,
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskOf } from './mask.ts'

describe('a mask', () => {
  it('leaves a value in none of its forms', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4 }), fc.string(), fc.string(), (value, before, after) => {
        fc.pre(!'***'.includes(value))
        const bytes = Buffer.from(value)
        const text = [
          before,
          value,
          JSON.stringify({ value }),
          encodeURIComponent(value),
          bytes.toString('base64'),
          bytes.toString('hex'),
          after,
        ].join(' ')
        const masked = maskOf([value])(text)
        expect(masked).not.toContain(` ${value} `)
        for (const form of [JSON.stringify(value).slice(1, -1), bytes.toString('base64'), bytes.toString('hex')])
          expect(masked.slice(before.length, masked.length - after.length)).not.toContain(` ${form} `)
      }),
      { seed: 7 },
    )
  })

  it('takes a short value for a secret only where it is a word', () => {
    expect(maskOf(['ab'])('ab, "ab" and cab')).toBe('***, "***" and cab')
  })

  it('of nothing changes nothing', () => {
    expect(maskOf([''])('a b')).toBe('a b')
  })
})

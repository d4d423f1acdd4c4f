import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskOf } from './mask.ts'

describe('a mask', () => {
  it('removes a value in all its encodings', () => {
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
        for (const form of [
          JSON.stringify(value).slice(1, -1),
          bytes.toString('base64'),
          bytes.toString('hex'),
        ])
          expect(masked.slice(before.length, masked.length - after.length)).not.toContain(
            ` ${form} `,
          )
      }),
      { seed: 7 },
    )
  })

  it('removes a value within base64 of a longer text', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6 }), fc.string(), fc.string(), (value, before, after) => {
        const masked = maskOf([value])(Buffer.from(before + value + after).toString('base64'))
        expect(masked).toContain('***')
        const left = masked
          .split('***')
          .map((part) => Buffer.from(part, 'base64').toString('latin1'))
        expect(left.slice(0, 1).join('')).not.toContain(
          Buffer.from(before + value).toString('latin1'),
        )
      }),
      { seed: 7 },
    )
  })

  it('removes a short value only where it is a whole word', () => {
    expect(maskOf(['ab'])('ab, "ab" and cab')).toBe('***, "***" and cab')
  })

  it('without secrets changes nothing', () => {
    expect(maskOf([''])('a b')).toBe('a b')
  })
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Tail } from './tail.ts'

it('keeps the last characters of any text in any chunks', () => {
  const chunks = fc.array(fc.string({ unit: 'grapheme', maxLength: 3_000 }), { maxLength: 20 })
  fc.assert(
    fc.property(chunks, fc.integer({ min: 1, max: 5_000 }), (parts, characters) => {
      const tail = new Tail(characters)
      for (const part of parts) tail.push(Buffer.from(part))
      const text = parts.join('')
      expect(tail.toString()).toBe(text.slice(-characters))
      expect(tail.total).toBe(Buffer.byteLength(text))
    }),
    { seed: 7 },
  )
})

it('keeps its place when the ring wraps many times', () => {
  const tail = new Tail(10)
  for (let i = 0; i < 10_000; i++) tail.push(Buffer.from(`${i},`))
  expect(tail.toString()).toBe('9998,9999,')
})

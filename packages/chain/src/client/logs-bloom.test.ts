import { expect, it } from 'vitest'
import { mayHold } from './logs-bloom.ts'

/** A bloom filter, 256 bytes of hex, in which these bits are set; bit 0 is the last. */
const bloom = (...bits: number[]) =>
  `0x${bits
    .reduce((sum, bit) => sum | (1n << BigInt(bit)), 0n)
    .toString(16)
    .padStart(512, '0')}` as const

// The last 11 bits of the first three pairs of bytes of the hash.
it.each([
  ['0x095e7baea6a6c7c4c2dfeb977efac326af552d87', [1980, 698, 222]],
  ['0x0000000000000000000000000000000000000000000000000000000000000000', [269, 1241, 1163]],
])('a bloom filter may hold %s when its three bits are set', (value, bits) => {
  expect(mayHold(bloom(...bits), value)).toBe(true)
  for (const missing of bits)
    expect(mayHold(bloom(...bits.filter((bit) => bit !== missing)), value)).toBe(false)
})

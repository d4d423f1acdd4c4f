import type { Hex } from '@iexec-sim/protocol'
import { keccak256 } from 'ethers'

/** Bits of a bloom filter. */
const BITS = 2048
/** Bits of the last addresses and topics looked for; there are few. */
const bitsOf = new Map<string, readonly number[]>()
const MOST_KNOWN = 256

/**
 * Whether a block may hold a log of an address or with a topic, by the bloom filter of its header,
 * 256 bytes of hex. `false` is certain.
 */
export const mayHold = (bloom: Hex, value: string): boolean =>
  bits(value).every((bit) => {
    const digit = Number.parseInt(bloom[(2 + (BITS - 1 - bit) / 4) | 0]!, 16)
    return (digit >> (bit % 4)) & 1
  })

/** The three bits a value sets, from the first three pairs of bytes of its hash. */
function bits(value: string): readonly number[] {
  const known = bitsOf.get(value)
  if (known) return known
  const hash = keccak256(value)
  const made = [2, 6, 10].map((at) => Number.parseInt(hash.slice(at, at + 4), 16) % BITS)
  if (bitsOf.size >= MOST_KNOWN) bitsOf.clear()
  bitsOf.set(value, made)
  return made
}

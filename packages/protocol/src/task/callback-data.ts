import type { Hex } from '../chain/hex.ts'
import type { ComputedReader } from './computed-file.ts'

/**
 * The bytes that `callback-data` stands for, as web3j reads hex: `0x` may be absent, an odd first
 * digit is a byte of its own, and a character that is not a hex digit counts as -1. Contracts get
 * these bytes in both generations.
 */
export function callbackBytes(data: string): Hex {
  const digits = data.startsWith('0x') ? data.slice(2) : data
  const even = digits.length % 2 === 0 ? digits : `0${digits}`
  const bytes = Buffer.alloc(even.length / 2)
  // A first digit that stands alone is not summed: -1 there is 255.
  for (let i = 0; i < bytes.length; i++)
    bytes[i] = ((digitOf(even, 2 * i) << 4) + digitOf(even, 2 * i + 1)) & 0xff
  return `0x${bytes.toString('hex')}`
}

/**
 * Preimage of a callback's digest. The Java programs hash the bytes. The Rust post-compute hashes
 * the text it finds, which no contract accepts; here it does so only where the text is not `0x` and
 * pairs of digits.
 */
export function readCallbackData(data: string, reader: ComputedReader): Hex {
  if (reader === 'java' || /^0x([0-9a-fA-F]{2})+$/.test(data)) return callbackBytes(data)
  return `0x${Buffer.from(data).toString('hex')}`
}

function digitOf(text: string, at: number): number {
  const digit = Number.parseInt(text[at]!, 16)
  return Number.isNaN(digit) ? -1 : digit
}

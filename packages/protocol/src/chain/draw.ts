import { hexlify, id, randomBytes } from 'ethers'
import type { Bytes32 } from './hex.ts'

/**
 * Draws 32 bytes for a purpose, such as the salt of an order. No protective value is drawn here:
 * keys at rest, certificates and tokens are random always.
 */
export type Draw = (purpose: string) => Bytes32

/** Unpredictable draws. */
export const randomDraw: Draw = () => hexlify(randomBytes(32)) as Bytes32

/**
 * Draws that follow from a seed: the n-th one for a purpose is the same in every run. `counts` says
 * how many there were of each.
 */
export function seededDraw(seed: string, counts: Map<string, number>): Draw {
  return (purpose) => {
    const count = counts.get(purpose) ?? 0
    counts.set(purpose, count + 1)
    return id(JSON.stringify([seed, purpose, count])) as Bytes32
  }
}

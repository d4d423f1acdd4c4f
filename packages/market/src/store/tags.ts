/** Bits of a tag that are looked at one by one; every known tag lies below. */
const KNOWN_BITS = 48n
const KNOWN = (1n << KNOWN_BITS) - 1n

/**
 * A tag as a number the database can take apart. One more bit says that there is something above
 * the known ones.
 */
export function tagNumber(tag: string): number {
  const bits = BigInt(tag)
  return Number((bits & KNOWN) | (bits > KNOWN ? 1n << KNOWN_BITS : 0n))
}

/** Whether a tag has bits its number does not tell apart. */
export const isBeyondNumber = (tag: string): boolean => BigInt(tag) > KNOWN

/** Whether a tag has all of these bits. */
export const hasAllBits = (tag: string, bits: string): boolean =>
  (BigInt(tag) & BigInt(bits)) === BigInt(bits)

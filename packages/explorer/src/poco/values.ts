import { getAddress, ZeroAddress } from 'ethers'

const NRLC_DIGITS = 9

/** nRLC of an amount that the index gives in RLC, `1.5`. */
export function nrlcOf(rlc: string): string {
  const [whole, part = ''] = rlc.split('.')
  return String(BigInt(whole! + part.padEnd(NRLC_DIGITS, '0')))
}

/** ISO 8601 of the index's seconds since 1970. */
export const timeOf = (seconds: string | number): string =>
  new Date(Number(seconds) * 1000).toISOString()

/** An address of the index with its checksum. */
export const addressOf = ({ id }: { id: string }): string => getAddress(id)

/** An address, or `null` for the zero address and none. */
export const addressOrNull = (of: { id: string } | null): string | null =>
  of === null || of.id === ZeroAddress ? null : getAddress(of.id)

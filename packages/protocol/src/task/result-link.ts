import { toUtf8Bytes, toUtf8String } from 'ethers'
import type { Address, Hex } from '../chain/hex.ts'

/** Location of a result. */
export type ResultLink =
  | { storage: 'ipfs'; location: string }
  | { storage: 'dropbox'; location: string }
  | { storage: 'ethereum'; location: Address }
  | { storage: 'none' }

/** Text of a link with the exact spacing workers write on chain. */
export function formatResultLink(
  storage: 'ipfs' | 'dropbox' | 'ethereum',
  location: string,
): string {
  return `{ "storage": "${storage}", "location": "${location}" }`
}

/** The link as the bytes `results` holds on chain; empty without a link. */
export function encodeResultLink(link: string): Hex {
  return `0x${Buffer.from(toUtf8Bytes(link)).toString('hex')}`
}

/** Reads `results` of a task; anything that is not a link is `{ storage: 'none' }`. */
export function decodeResultLink(results: Hex): ResultLink {
  try {
    const link: unknown = JSON.parse(toUtf8String(results))
    return typeof link === 'object' && link !== null && 'storage' in link
      ? (link as ResultLink)
      : { storage: 'none' }
  } catch {
    return { storage: 'none' }
  }
}

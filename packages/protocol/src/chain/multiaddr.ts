import { encodeBase58, getBytes, toUtf8String, Utf8ErrorFuncs } from 'ethers'
import type { Hex } from './hex.ts'

/** Protocol code of `ipfs` in a binary multiaddress, as a varint. */
const IPFS = [0xa5, 0x03]

/**
 * Location from the bytes in a contract: a binary multiaddress of IPFS content becomes
 * `/ipfs/<cid>`, all else is text. What is not UTF-8 comes out as replacement characters, for
 * nothing a stranger deploys may stop a service.
 */
export function addressText(hex: Hex): string {
  const bytes = getBytes(hex)
  const [first, second, length] = bytes
  const isIpfs = first === IPFS[0] && second === IPFS[1] && length === bytes.length - 3
  return isIpfs
    ? `/ipfs/${encodeBase58(bytes.slice(3))}`
    : toUtf8String(bytes, Utf8ErrorFuncs.replace)
}

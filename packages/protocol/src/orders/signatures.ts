import { getAddress, getBytes, hashMessage, keccak256, Signature } from 'ethers'
import { type Address, type Bytes32, type Hex, sameAddress } from '../chain/hex.ts'
import { secp256k1 } from '../chain/secp256k1.ts'

/** A wallet that signs EIP-191 messages; an ethers signer is one. */
export interface MessageSigner {
  /** Signs an EIP-191 message; returns 65 bytes of hex. */
  signMessage(message: Uint8Array): Promise<string>
}

/** EIP-191 signature over the 32 raw bytes of a hash: 65 bytes r‖s‖v, v 27 or 28. */
export async function signHash(hash: Bytes32, signer: MessageSigner): Promise<Hex> {
  return (await signer.signMessage(getBytes(hash))) as Hex
}

/**
 * Whether `signature` is `signer`'s EIP-191 signature of a hash. Malformed signatures are not
 * valid; nothing is thrown.
 */
export function isHashSignedBy(hash: Bytes32, signature: string, signer: Address): boolean {
  try {
    return sameAddress(signerOf(hashMessage(getBytes(hash)), signature), signer)
  } catch {
    return false
  }
}

/**
 * Whether `signature` is `signer`'s plain ECDSA signature of a digest (EIP-712 digests included).
 */
export function isDigestSignedBy(digest: Bytes32, signature: string, signer: Address): boolean {
  try {
    return sameAddress(signerOf(digest, signature), signer)
  } catch {
    return false
  }
}

const MOST_KNOWN = 500
/**
 * Cache of recovered signers: several services check one authorization, and recovering a key takes
 * milliseconds.
 */
const known = new Map<string, string>()

function signerOf(digest: string, signature: string): string {
  const key = digest + signature
  const found = known.get(key)
  if (found !== undefined) return found
  const signer = signerAddress(digest, signature)
  if (known.size >= MOST_KNOWN) known.delete(known.keys().next().value!)
  known.set(key, signer)
  return signer
}

/**
 * Address whose key signed a digest. Throws for a malformed signature, one with a high `s`, and one
 * of no key.
 */
export function signerAddress(digest: string, signature: string): string {
  const { r, s, yParity } = Signature.from(signature)
  const point = secp256k1().recover(getBytes(digest), getBytes(r + s.slice(2)), yParity, false)
  if (!point) throw new Error('the signature is of no key')
  return getAddress(`0x${keccak256(point.subarray(1)).slice(-40)}`)
}

import { concat, id, keccak256, ZeroHash } from 'ethers'
import type { Bytes32 } from './hex.ts'

/**
 * Node of a name in lower-case ASCII, as ethers' `namehash` has it, which first takes a quarter of a
 * second to load Unicode's tables.
 */
export function ensNode(name: string): Bytes32 {
  const labels = name === '' ? [] : name.split('.')
  return labels.reduceRight(
    (node, label) => keccak256(concat([node, id(label)])),
    ZeroHash,
  ) as Bytes32
}

/** Node of the name above a name, and hash of its leftmost label. */
export function splitEnsName(name: string): [parent: Bytes32, label: Bytes32] {
  const [label, ...above] = name.split('.')
  return [ensNode(above.join('.')), id(label!) as Bytes32]
}

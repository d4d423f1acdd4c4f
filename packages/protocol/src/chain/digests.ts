import { concat, getBytes, keccak256, sha256, toUtf8Bytes } from 'ethers'
import type { Address, Bytes32, Hex, TaskId } from './hex.ts'

/** keccak256 of the hex values one after the other; `0x` and the empty string count as no bytes. */
export function concatenateAndHash(...values: string[]): Bytes32 {
  return keccak256(
    concat(values.filter((value) => value !== '' && value !== '0x').map(evenHex)),
  ) as Bytes32
}

/** An odd number of digits is read as if the first digit stood alone in its byte. */
function evenHex(value: string): string {
  const digits = value.startsWith('0x') ? value.slice(2) : value
  return `0x${digits.length % 2 ? '0' : ''}${digits}`
}

/** keccak256 of the UTF-8 bytes of a text. */
export function sha3String(text: string): Bytes32 {
  return keccak256(toUtf8Bytes(text)) as Bytes32
}

/** Commitment of a worker: keccak256(task id ‖ result digest). */
export function resultHash(task: TaskId, digest: Bytes32): Bytes32 {
  return concatenateAndHash(task, digest)
}

/** The same commitment bound to one worker: keccak256(worker ‖ task id ‖ result digest). */
export function resultSeal(worker: Address, task: TaskId, digest: Bytes32): Bytes32 {
  return concatenateAndHash(worker, task, digest)
}

/**
 * Digest that the enclave signs (EIP-191 over these 32 bytes): keccak256(result hash ‖ result
 * seal).
 */
export function enclaveMessageHash(worker: Address, task: TaskId, digest: Bytes32): Bytes32 {
  return concatenateAndHash(resultHash(task, digest), resultSeal(worker, task, digest))
}

/**
 * Digest that the workerpool's owner signs to let a worker contribute: keccak256(worker ‖ task id ‖
 * enclave challenge).
 */
export function workerpoolAuthorizationHash(
  worker: Address,
  task: TaskId,
  enclaveChallenge: Address,
): Bytes32 {
  return concatenateAndHash(worker, task, enclaveChallenge)
}

/** Digest of one output file: its SHA-256. */
export function fileDigest(bytes: Uint8Array): Bytes32 {
  return sha256(bytes) as Bytes32
}

/**
 * Digest of an output folder: keccak256 over the SHA-256 of each file directly inside, in the order
 * of the names' UTF-8 bytes, or of their UTF-16 units as the Java services sort. Sub-folders count
 * for nothing.
 */
export function folderDigest(
  files: readonly { name: string; sha256: Bytes32 }[],
  order: 'utf-8' | 'utf-16' = 'utf-8',
): Bytes32 {
  const key = (name: string) =>
    order === 'utf-8' ? Buffer.from(name) : Buffer.from(name, 'utf16le').swap16()
  const sorted = [...files].sort((a, b) => Buffer.compare(key(a.name), key(b.name)))
  return keccak256(sorted.length ? concat(sorted.map((file) => file.sha256)) : '0x') as Bytes32
}

/** Digest of a callback: keccak256 of the bytes the callback contract will get. */
export function callbackDigest(data: Hex): Bytes32 {
  return keccak256(data) as Bytes32
}

/** Name an input file gets in `/iexec_in`: SHA-256 of its URL, `0x` and 64 digits. */
export function inputFileName(url: string): Bytes32 {
  return sha256(toUtf8Bytes(url)) as Bytes32
}

/** Bytes of a hex value; a short name for callers that stay free of ethers. */
export const bytesOf = (value: Hex): Uint8Array => getBytes(value)

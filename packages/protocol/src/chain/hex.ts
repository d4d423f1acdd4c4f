import { SimError } from '@iexec-sim/base'

/** `0x`-prefixed hexadecimal text. */
export type Hex = `0x${string}`

declare const brand: unique symbol
type Branded<T, B extends string> = T & { readonly [brand]: B }

/** EIP-55 checksummed 20-byte address. Made by `address`. */
export type Address = Branded<Hex, 'Address'>
/** 32 bytes as lower-case hex. Made by {@link bytes32}. */
export type Bytes32 = Hex
/** Identifier of a deal: 32 bytes as lower-case hex. */
export type DealId = Branded<Hex, 'DealId'>
/** Identifier of a task: 32 bytes as lower-case hex. */
export type TaskId = Branded<Hex, 'TaskId'>

/** The zero address. */
export const ZERO_ADDRESS = `0x${'0'.repeat(40)}` as Address
/** 32 zero bytes. */
export const ZERO_BYTES32 = `0x${'0'.repeat(64)}` as Bytes32

/** Parses 32 bytes of hex; throws `BAD_BYTES32` naming the value. */
export function bytes32(value: string): Bytes32 {
  const lower = value.toLowerCase()
  if (!/^0x[0-9a-f]{64}$/.test(lower)) throw new SimError('BAD_BYTES32', { value })
  return lower as Bytes32
}

/** The 32 bytes that a value from outside is, in any case; `undefined` for anything else. */
export function readBytes32(value: unknown): Bytes32 | undefined {
  return typeof value === 'string' && /^0x[0-9a-fA-F]{64}$/.test(value) ? bytes32(value) : undefined
}

/** The task id that a value from outside is, in any case; `undefined` for anything else. */
export const readTaskId = (value: unknown): TaskId | undefined =>
  readBytes32(value) as TaskId | undefined

/** Parses a deal id; throws `BAD_BYTES32` naming the value. */
export function dealId(value: string): DealId {
  return bytes32(value) as Hex as DealId
}

/** Parses a task id; throws `BAD_BYTES32` naming the value. */
export function taskId(value: string): TaskId {
  return bytes32(value) as Hex as TaskId
}

/** Whether a text is an address (20 bytes of hex), in any letter case. */
export function isHexAddress(value: string): value is Address {
  return /^0x[0-9a-fA-F]{40}$/.test(value)
}

/** Whether two addresses are the same account, in any letter case. */
export function sameAddress(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

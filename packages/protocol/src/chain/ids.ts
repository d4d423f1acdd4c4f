import { concat, keccak256, toBeHex } from 'ethers'
import type { DealId, Hex, TaskId } from './hex.ts'

/** Deal id of a match: keccak256(request order hash ‖ volume of it consumed before the match). */
export function dealIdOf(requestOrderHash: Hex, consumed: bigint): DealId {
  return keccak256(concat([requestOrderHash, toBeHex(consumed, 32)])) as DealId
}

/** Task id: keccak256(deal id ‖ index); the index runs from the deal's `botFirst`. */
export function taskIdOf(deal: DealId, index: bigint | number): TaskId {
  return keccak256(concat([deal, toBeHex(index, 32)])) as TaskId
}

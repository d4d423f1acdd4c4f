import { SimError } from '@iexec-sim/base'
import { getAddress } from 'ethers'
import { type Address, isHexAddress } from './hex.ts'

/** Parses an address in any case; throws `BAD_ADDRESS` naming the value. */
export function address(value: string): Address {
  try {
    return getAddress(value.toLowerCase()) as Address
  } catch {
    throw new SimError('BAD_ADDRESS', { value })
  }
}

/** The address that a value from outside is, in any case; `undefined` for anything else. */
export function readAddress(value: unknown): Address | undefined {
  return typeof value === 'string' && isHexAddress(value) ? address(value) : undefined
}

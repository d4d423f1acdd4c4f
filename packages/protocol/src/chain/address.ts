import { SimError } from '@iexec-sim/base'
import { getAddress } from 'ethers'
import type { Address } from './hex.ts'

/** Parses an address in any case; throws `BAD_ADDRESS` naming the value. */
export function address(value: string): Address {
  try {
    return getAddress(value.toLowerCase()) as Address
  } catch {
    throw new SimError('BAD_ADDRESS', { value })
  }
}

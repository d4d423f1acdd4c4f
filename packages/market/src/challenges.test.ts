import { createClock } from '@iexec-sim/chain'
import type { Address } from '@iexec-sim/protocol'
import { getAddress, toBeHex } from 'ethers'
import { expect, it } from 'vitest'
import { Challenges } from './challenges.ts'

const address = (number: number) => getAddress(toBeHex(number, 20)) as Address

it('forgets the oldest challenge when too many are pending, and no other', () => {
  const challenges = new Challenges({ chainId: 134, clock: createClock() })
  const given = Array.from({ length: 10_001 }, (_, i) => challenges.challenge(address(i)))
  expect(challenges.challenge(address(1))).toBe(given[1])
  expect(challenges.challenge(address(10_000))).toBe(given[10_000])
  expect(challenges.challenge(address(0))).not.toEqual(given[0])
})

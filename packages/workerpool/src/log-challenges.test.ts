import type { Clock } from '@iexec-sim/protocol'
import { expect, it } from 'vitest'
import { LogChallenges } from './log-challenges.ts'

const address = (index: number) => `0x${index.toString(16).padStart(40, '0')}`

it('keeps ten thousand challenges and drops the oldest for a new one', () => {
  const challenges = new LogChallenges({ chainId: 134, clock: { now: () => 0 } as Clock })
  const made = Array.from({ length: 10_000 }, (_, index) => challenges.challenge(address(index)))
  expect(challenges.challenge(address(0))).toBe(made[0])
  challenges.challenge(address(10_000))
  expect(challenges.challenge(address(9_999))).toBe(made[9_999])
  expect(challenges.challenge(address(0))).not.toBe(made[0])
})

import { type Address, type Bytes32, countVotes, type Vote } from '@iexec-sim/protocol'
import { describe, expect, it } from 'vitest'
import { endRemarks, verdictOf } from './explain-task.ts'

const vote = (result: string, worker: number, rejected = false): Vote => ({
  worker: `0x${String(worker).repeat(40)}` as Address,
  resultHash: `0x${result.repeat(64)}` as Bytes32,
  power: 2n,
  rejected,
})
const verdict = (...votes: Vote[]) => verdictOf(countVotes(votes, 3n), votes.length)

describe('the verdict on a task of trust 3', () => {
  it('shows the numbers of the leading group', () => {
    expect(verdict(vote('a', 1), vote('b', 2), vote('b', 3))).toBe(
      'No consensus: 4 × 3 = 12, and 7 × (3 − 1) = 14; the first is not larger.',
    )
    expect(verdict(vote('a', 1), vote('b', 2), vote('b', 3), vote('b', 4))).toBe(
      'Consensus is reached: 8 × 3 = 24, and 11 × (3 − 1) = 22; the first is larger.',
    )
  })

  it('differs between a task without contributions and one with rejected contributions alone', () => {
    expect(verdict()).toContain('No worker has contributed')
    expect(verdict(vote('a', 1, true), vote('a', 2, true))).toContain('the task was reopened')
  })

  it('counts only contributions after a reopening', () => {
    expect(verdict(vote('a', 1, true), vote('b', 2))).toContain('2 × 3 = 6, and 3 × (3 − 1) = 6')
  })
})

it('the remarks differ between a future deadline and a past one', () => {
  const task = {
    revealCounter: 0n,
    winnerCounter: 2n,
    contributionDeadline: 10n,
    revealDeadline: 20n,
    finalDeadline: 30n,
  }
  const said = (status: 'ACTIVE' | 'REVEALING', now: bigint) =>
    endRemarks({ ...task, status }, now)[0]
  expect(said('ACTIVE', 9n)).toMatch(
    /^Workers can contribute until \S+:10.000Z; from \S+:30.000Z on it can be claimed.$/,
  )
  expect(said('ACTIVE', 10n)).toContain('Workers could contribute until')
  expect(said('REVEALING', 19n)).toContain('0 of 2 winners have revealed, which they can do until')
  expect(said('REVEALING', 20n)).toMatch(/which they could do until \S+:20.000Z; from/)
  expect(said('REVEALING', 30n)).toMatch(/it can be claimed since \S+:30.000Z.$/)
})

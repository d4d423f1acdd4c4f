import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Address, Bytes32 } from '../chain/hex.ts'
import { countVotes, rewardWeight, type Vote, votingPower } from './consensus.ts'

const hash = (digit: string) => `0x${digit.repeat(64)}` as Bytes32
const worker = (n: number) => `0x${String(n).repeat(40)}` as Address
const vote = (n: number, result: string, power = 2n, rejected = false): Vote => ({
  worker: worker(n),
  resultHash: hash(result),
  power,
  rejected,
})

describe('a count of votes', () => {
  it('with a wrong result first needs three equal votes for a trust of 3', () => {
    const liar = vote(1, 'b')
    const good = [vote(2, 'a'), vote(3, 'a'), vote(4, 'a')]
    expect(countVotes([liar, ...good.slice(0, 2)], 3n).groups[0]).toMatchObject({
      left: 12n,
      right: 14n,
      wins: false,
    })
    const [winner] = countVotes([liar, ...good], 3n).groups
    expect(winner).toMatchObject({
      resultHash: hash('a'),
      weight: 8n,
      left: 24n,
      right: 22n,
      wins: true,
    })
  })

  it('ignores rejected votes', () => {
    expect(countVotes([vote(1, 'b', 2n, true), vote(2, 'a')], 1n)).toMatchObject({
      total: 3n,
      groups: [{ weight: 2n }],
    })
  })

  it('never has two winners at a trust of 2 or more', () => {
    const votes = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.bigInt(2n, 50n)), {
      maxLength: 8,
    })
    fc.assert(
      fc.property(votes, fc.bigInt(2n, 20n), (list, trust) => {
        const { groups } = countVotes(
          list.map(([result, power], i) => vote(i, result, power)),
          trust,
        )
        expect(groups.filter(({ wins }) => wins).length).toBeLessThanOrEqual(1)
      }),
      { seed: 20_260_101 },
    )
  })
})

it('a new worker has a power of 2, and power grows with a third of the score', () => {
  expect([0n, 9n, 11n, 12n, 300n].map(votingPower)).toEqual([2n, 2n, 2n, 3n, 99n])
})

it('a share of the reward grows with the logarithm of the power', () => {
  expect([0n, 12n, 15n, 300n].map(rewardWeight)).toEqual([1n, 1n, 2n, 6n])
})

import { equal, ok } from 'node:assert/strict'
import { rewardWeight } from '@iexec-sim/protocol'
import fc from 'fast-check'
import { accounts, digestOf, type Market, voters } from '../world/index.ts'
import { settlingVote, type Vote } from './consensus-model.ts'
import type { ScoreBoard } from './score-board.ts'

/**
 * Lets {@link voters} vote in turn until the task is settled; returns the number of the settling
 * vote, or -1.
 */
export function cast(
  market: Market,
  scores: ScoreBoard,
  votes: readonly Vote[],
  trust: number,
): Promise<number> {
  return market.chain.scratch(async () => {
    for (const [i, { score }] of votes.entries()) await scores.set(voters[i]!, score)
    const { task } = await market.deal({
      request: { trust: BigInt(trust) },
      workerpool: { trust: 1000n },
    })
    for (const [i, { score, result }] of votes.entries()) {
      await market.contribute(voters[i]!, task, digestOf(`result ${result}`))
      const contribution = await market.chain.read(
        market.hub,
        'viewContribution',
        task,
        accounts[voters[i]!],
      )
      equal(contribution.weight, rewardWeight(BigInt(score)))
      const { status, winnerCounter } = await market.task(task)
      if (status === 2n) {
        equal(
          winnerCounter,
          BigInt(votes.slice(0, i + 1).filter((v) => v.result === result).length),
        )
        return i
      }
    }
    return -1
  })
}

/**
 * Compares the vote that settles a task on chain with the one by the rule of `protocol`, for random
 * votes.
 *
 * @throws with votes for which they differ, or if too few cases settled or left it open.
 */
export async function checkVotes(
  market: Market,
  scores: ScoreBoard,
  options: { seed: number; runs: number },
): Promise<void> {
  const vote = fc.record({
    score: fc.integer({ min: 0, max: 90 }),
    result: fc.integer({ min: 0, max: 2 }),
  })
  const scenario = fc.tuple(
    fc.array(vote, { minLength: 1, maxLength: 7 }),
    fc.integer({ min: 1, max: 60 }),
  )
  const seen = { settled: 0, open: 0 }
  const property = fc.asyncProperty(scenario, async ([votes, trust]) => {
    const settling = await cast(market, scores, votes, trust)
    equal(settling, settlingVote(votes, trust))
    ++seen[settling < 0 ? 'open' : 'settled']
  })
  await fc.assert(property, { seed: options.seed, numRuns: options.runs, endOnFailure: true })
  ok(seen.settled > 5 && seen.open > 5, `${seen.settled} settled, ${seen.open} left open`)
}

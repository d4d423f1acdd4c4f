import { bakedProtocols } from '@iexec-sim/contracts/sources'
import { modes } from '@iexec-sim/lab'
import { accounts, digestOf, Market, type Role } from '@iexec-sim/lab/world'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { settlingVote, type Vote, weight } from './consensus-model.ts'
import { ScoreBoard } from './score-board.ts'

const workers = ['worker1', 'worker2', 'worker3', 'worker4', 'broker', 'enclave', 'stranger'] as const satisfies Role[]
const worlds = bakedProtocols.flatMap((source) => modes.map((mode) => ({ source, mode })))

describe.each(worlds)('on $source with a $mode escrow', ({ source, mode }) => {
  let market: Market
  let scores: ScoreBoard
  beforeAll(async () => {
    market = await Market.open({ source, mode }, ['requester', 'poolOwner', ...workers])
    scores = await ScoreBoard.find(market)
  })
  afterAll(() => market[Symbol.asyncDispose]())

  /** Lets the workers vote in turn until it is settled; the number of the vote that settled it, or -1. */
  function cast(votes: readonly Vote[], trust: number): Promise<number> {
    return market.chain.scratch(async () => {
      for (const [i, { score }] of votes.entries()) await scores.set(workers[i]!, score)
      const { task } = await market.deal({ request: { trust: BigInt(trust) }, workerpool: { trust: 1000n } })
      for (const [i, { score, result }] of votes.entries()) {
        await market.contribute(workers[i]!, task, digestOf(`result ${result}`))
        const contribution = await market.chain.read(market.hub, 'viewContribution', task, accounts[workers[i]!])
        expect(contribution.weight).toBe(weight(score))
        const { status, winnerCounter } = await market.task(task)
        if (status === 2n) {
          expect(winnerCounter).toBe(BigInt(votes.slice(0, i + 1).filter((v) => v.result === result).length))
          return i
        }
      }
      return -1
    })
  }

  const needed: [trust: number, alone: number, against: number][] = [
    [1, 1, 1],
    [2, 1, 2],
    [3, 2, 3],
    [4, 2, 4],
    [5, 3, 4],
    [6, 3, 4],
    [9, 4, 5],
    [10, 4, 5],
    [17, 5, 6],
  ]
  const fresh = (result: number) => ({ score: 0, result })
  test.each(needed)('trust %i takes %i fresh workers, or %i against one dissenter', async (trust, alone, against) => {
    expect(await cast(new Array(6).fill(fresh(1)), trust)).toBe(alone - 1)
    // Up to trust 2 the dissenter itself settles it at once.
    if (trust > 2) expect(await cast([fresh(0), ...new Array(6).fill(fresh(1))], trust)).toBe(against)
  })

  test('votes settle as an independent model says', async () => {
    const vote = fc.record({ score: fc.integer({ min: 0, max: 90 }), result: fc.integer({ min: 0, max: 2 }) })
    const scenario = fc.tuple(fc.array(vote, { minLength: 1, maxLength: 7 }), fc.integer({ min: 1, max: 60 }))
    const seen = { settled: 0, open: 0 }
    await fc.assert(
      fc.asyncProperty(scenario, async ([votes, trust]) => {
        const settling = await cast(votes, trust)
        expect(settling).toBe(settlingVote(votes, trust))
        ++seen[settling < 0 ? 'open' : 'settled']
      }),
      { seed: 20_26, numRuns: source === 'builtin' ? 60 : 30 },
    )
    expect(seen.settled).toBeGreaterThan(5)
    expect(seen.open).toBeGreaterThan(5)
  })
})

import { AbiCoder, keccak256, toBeHex } from 'ethers'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accounts, type Role } from '../src/world/accounts.ts'
import { digestOf, Market } from '../src/world/market.ts'
import { settlingVote, type Vote, weight } from './consensus-model.ts'

const workers = ['worker1', 'worker2', 'worker3', 'worker4', 'broker', 'enclave', 'stranger'] as const satisfies Role[]

/** Slot of the mapping of scores in the hub's storage; a test that sets a score reads it back. */
const SCORES = 0x5862653c6982c162832160cf30593645e8487b257e44d77cdd6b51eee2651b00n + 19n

let market: Market
beforeAll(async () => {
  market = await Market.open({}, ['requester', 'poolOwner', ...workers])
})
afterAll(() => market[Symbol.asyncDispose]())

async function setScore(worker: Role, score: number): Promise<void> {
  const slot = keccak256(AbiCoder.defaultAbiCoder().encode(['address', 'uint256'], [accounts[worker], SCORES]))
  await market.chain.rpc('hardhat_setStorageAt', market.hub.address, slot, toBeHex(score, 32))
  expect(await market.score(worker)).toBe(BigInt(score))
}

/** Lets the workers vote in turn until it is settled; the number of the vote that settled it, or -1. */
function cast(votes: readonly Vote[], trust: number): Promise<number> {
  return market.chain.scratch(async () => {
    for (const [i, { score }] of votes.entries()) await setScore(workers[i]!, score)
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

describe('fresh workers needed', () => {
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
  test.each(needed)('at trust %i: %i, or %i against one dissenter', async (trust, alone, against) => {
    expect(await cast(new Array(6).fill(fresh(1)), trust)).toBe(alone - 1)
    // Up to trust 2 the dissenter itself settles it at once.
    if (trust > 2) expect(await cast([fresh(0), ...new Array(6).fill(fresh(1))], trust)).toBe(against)
  })
})

test('votes settle as an independent model says', async () => {
  const vote = fc.record({ score: fc.integer({ min: 0, max: 90 }), result: fc.integer({ min: 0, max: 2 }) })
  const scenario = fc.tuple(fc.array(vote, { minLength: 1, maxLength: 7 }), fc.integer({ min: 1, max: 60 }))
  await fc.assert(
    fc.asyncProperty(scenario, async ([votes, trust]) => {
      expect(await cast(votes, trust)).toBe(settlingVote(votes, trust))
    }),
    { seed: 20_26, numRuns: 60 },
  )
})

test('a faulty worker keeps two thirds of its score', async () => {
  await market.chain.scratch(async () => {
    await setScore('worker1', 11)
    const { task } = await market.deal({ request: { trust: 3n } })
    await market.contribute('worker1', task, digestOf('bad'))
    for (const worker of ['worker2', 'worker3', 'worker4'] as const)
      await market.contribute(worker, task, digestOf('good'))
    for (const worker of ['worker2', 'worker3', 'worker4'] as const) await market.reveal(worker, task, digestOf('good'))
    await market.finalize(task)
    expect(await market.score('worker1')).toBe(7n)
  })
})

import { bakedProtocols } from '@iexec-sim/contracts/sources'
import { modes } from '@iexec-sim/lab'
import { cast, checkVotes, ScoreBoard, votesNeeded } from '@iexec-sim/lab/properties'
import { Market, voters } from '@iexec-sim/lab/world'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const worlds = bakedProtocols.flatMap((source) => modes.map((mode) => ({ source, mode })))

describe.each(worlds)('on $source with a $mode escrow', ({ source, mode }) => {
  let market: Market
  let scores: ScoreBoard
  beforeAll(async () => {
    market = await Market.open({ source, mode }, ['requester', 'poolOwner', ...voters])
    scores = await ScoreBoard.find(market)
  })
  afterAll(() => market[Symbol.asyncDispose]())

  const castVotes = (votes: Parameters<typeof cast>[2], trust: number) =>
    cast(market, scores, votes, trust)

  const fresh = (result: number) => ({ score: 0, result })
  test.each(votesNeeded)(
    'trust $trust takes $alone fresh workers, or $against against one dissenter',
    async ({ trust, alone, against }) => {
      expect(await castVotes(new Array(6).fill(fresh(1)), trust)).toBe(alone - 1)
      // Up to trust 2 the dissenter itself settles it at once.
      if (trust > 2)
        expect(await castVotes([fresh(0), ...new Array(6).fill(fresh(1))], trust)).toBe(against)
    },
  )

  test('votes settle by the rule of the protocol package', async () => {
    await checkVotes(market, scores, { seed: 20_26, runs: source === 'builtin' ? 60 : 30 })
  })
})

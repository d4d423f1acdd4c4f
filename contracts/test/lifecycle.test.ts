import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { accounts } from './support/accounts.ts'
import { escrows } from './support/chain.ts'
import { digestOf, Market, tag } from './support/market.ts'

const good = digestOf('good')
const bad = digestOf('bad')

describe.each(escrows)('with a %s escrow', (escrow) => {
  let market: Market
  beforeEach(async () => {
    market = await Market.open(
      ['requester', 'sponsor', 'poolOwner', 'worker1', 'worker2', 'worker3', 'worker4'],
      escrow,
    )
  })
  afterEach(() => market[Symbol.asyncDispose]())

  const status = async (task: string) => Number((await market.chain.read(market.hub, 'viewTask', task)).status)
  const refusal = (by: keyof typeof accounts, fn: string, args: unknown[]) =>
    market.chain.refusal(accounts[by], market.hub, fn, args)

  test('at trust 3 one dissenter makes three agreeing workers necessary', async () => {
    const { task } = await market.deal({ request: { trust: 3n } })
    await market.contribute('worker1', task, bad)
    await market.contribute('worker2', task, good)
    expect(market.story(await market.contribute('worker3', task, good))).not.toContain('TaskConsensus()')
    expect(market.story(await market.contribute('worker4', task, good))).toContain('TaskConsensus()')
    expect((await market.task(task)).winnerCounter).toBe(3n)

    for (const worker of ['worker2', 'worker3', 'worker4'] as const) await market.reveal(worker, task, good)
    const story = market.story(await market.finalize(task))
    expect(story.slice(7)).toEqual([
      'Seize(worker1, 8)',
      'FaultyContribution(worker1)',
      ...['worker2', 'worker3', 'worker4'].flatMap((worker) => [
        `Transfer(hub, ${worker}, 8)`,
        `Unlock(${worker}, 8)`,
        `Transfer(hub, ${worker}, 10)`,
        `Reward(${worker}, 10)`,
        `AccurateContribution(${worker})`,
      ]),
      'Transfer(hub, poolOwner, 3)',
      'Reward(poolOwner, 3)',
      'TaskFinalize(0xabcd)',
    ])
    expect(await market.money('worker1')).toBe('992/0')
    expect(await market.money('worker2')).toBe('1010/0')
    expect(await market.money('poolOwner')).toBe('1003/0')
    expect(await market.score('worker1')).toBe(0n)
    expect(await market.score('worker4')).toBe(1n)
  })

  test('contributeAndFinalize is for trust 1 and for the first contribution', async () => {
    const trusting = await market.deal({ request: { trust: 3n } })
    const args = await market.completion('worker1', trusting.task, '0x')
    expect(await refusal('worker1', 'contributeAndFinalize', args)).toBe('(empty)')
    const { task } = await market.deal()
    await market.contribute('worker1', task, good)
    expect(await refusal('worker2', 'contributeAndFinalize', await market.completion('worker2', task, '0x'))).toBe(
      '(empty)',
    )
  })

  test('a consensus nobody reveals is reopened; its voter is rejected and loses its stake in the end', async () => {
    const { task } = await market.deal()
    const { timestamp } = await market.contribute('worker1', task, good)
    await market.chain.at(timestamp + 599)
    expect(await refusal('poolOwner', 'reopen', [task])).toBe('(empty)')
    await market.chain.at(timestamp + 600)
    expect(await refusal('worker1', 'reveal', [task, good])).toBe('(empty)')
    expect(await refusal('stranger', 'reopen', [task])).toBe('(empty)')
    expect(market.story(await market.chain.send(accounts.poolOwner, market.hub, 'reopen', [task]))).toEqual([
      'TaskReopen()',
    ])

    const reopened = await market.task(task)
    expect([reopened.status, reopened.consensusValue, reopened.revealDeadline, reopened.winnerCounter]).toEqual([
      1n,
      tag(0),
      0n,
      0n,
    ])
    expect([...reopened.contributors]).toEqual([accounts.worker1])
    const rejected = await market.chain.read(market.hub, 'viewContribution', task, accounts.worker1)
    expect(rejected.status).toBe(3n)
    expect(await refusal('worker1', 'contribute', await market.contribution('worker1', task, good))).toBe('(empty)')

    await market.contribute('worker2', task, good)
    expect((await market.task(task)).winnerCounter).toBe(1n)
    await market.reveal('worker2', task, good)
    await market.finalize(task)
    // 25 of the pool and 8 of worker 1: 95 % of it to worker 2, the rest to the scheduler.
    expect(await market.money('worker1')).toBe('992/0')
    expect(await market.money('worker2')).toBe('1031/0')
    expect(await market.money('poolOwner')).toBe('1002/0')
    expect(await market.score('worker2')).toBe(1n)
  })

  test('a winner who does not reveal in time is punished like a wrong one', async () => {
    await market.chain.send(accounts.poolOwner, market.pool, 'changePolicy', [30, 1])
    const { task } = await market.deal({ request: { trust: 3n } })
    await market.contribute('worker1', task, good)
    const { timestamp } = await market.contribute('worker2', task, good)
    await market.reveal('worker1', task, good)
    await market.chain.at(timestamp + 599)
    expect(await refusal('poolOwner', 'finalize', [task, '0x', '0x'])).toBe('(empty)')
    await market.chain.at(timestamp + 600)
    const story = market.story(await market.finalize(task))
    expect(story).toContain('Reward(worker1, 31)')
    expect(story).toContain('Reward(poolOwner, 1)')
    expect(story).toContain('Seize(worker2, 7)')
    expect(story).toContain('FaultyContribution(worker2)')
    const contribution = await market.chain.read(market.hub, 'viewContribution', task, accounts.worker2)
    expect(contribution.status).toBe(1n)
  })

  test('a claim gives every contributor its stake back', async () => {
    const { task, start } = await market.deal({ request: { trust: 3n } })
    await market.contribute('worker1', task, bad)
    await market.chain.at(start + 3000)
    const receipt = await market.chain.send(accounts.stranger, market.hub, 'claimArray', [[task]])
    expect(market.story(receipt)).toEqual([
      'Transfer(hub, requester, 30)',
      'Unlock(requester, 30)',
      'Seize(poolOwner, 7)',
      'Reward(kitty, 7)',
      'Lock(kitty, 7)',
      'Transfer(hub, worker1, 8)',
      'Unlock(worker1, 8)',
      'TaskClaimed()',
    ])
    expect(await market.money('worker1')).toBe('1000/0')
    expect(await market.money('requester')).toBe('1000/0')
    expect(await market.money('kitty')).toBe('0/7')
  })

  describe('deadlines', () => {
    test('a task is claimed from the very second of its final deadline', async () => {
      const { task, start } = await market.deal()
      await market.chain.at(start + 2999)
      expect(await refusal('stranger', 'claim', [task])).toBe('(empty)')
      await market.chain.at(start + 3000)
      expect(await refusal('stranger', 'claim', [task])).toBe('ok')
      expect(await status(task)).toBe(4)
      expect(await refusal('stranger', 'claim', [task])).toBe('(empty)')
    })

    test('a task is contributed to until the second before its contribution deadline', async () => {
      const { task, start } = await market.deal()
      const args = await market.contribution('worker1', task, good)
      const completion = await market.completion('worker1', task, '0x')
      await market.chain.at(start + 2100)
      expect(await refusal('worker1', 'contribute', args)).toBe('(empty)')
      expect(await refusal('worker1', 'contributeAndFinalize', completion)).toBe('(empty)')
      const other = await market.deal()
      const last = await market.contribution('worker1', other.task, good)
      await market.chain.at(other.start + 2099)
      expect(await refusal('worker1', 'contribute', last)).toBe('ok')
    })

    test('nothing is finalized or reopened from the final deadline on', async () => {
      const revealed = await market.deal()
      const silent = await market.deal()
      await market.contribute('worker1', revealed.task, good)
      await market.contribute('worker1', silent.task, good)
      await market.reveal('worker1', revealed.task, good)
      await market.chain.at(silent.start + 3000)
      expect(await refusal('poolOwner', 'finalize', [revealed.task, '0x', '0x'])).toBe('(empty)')
      expect(await refusal('poolOwner', 'reopen', [silent.task])).toBe('(empty)')
    })

    test('a task is initialized even after them', async () => {
      const { deal, start } = await market.deal({}, { initialize: false })
      await market.chain.at(start + 100_000)
      expect(await refusal('stranger', 'initialize', [deal, 0])).toBe('ok')
    })
  })

  test('a completed or unknown task is not claimed, and an array of tasks is claimed whole or not at all', async () => {
    const done = await market.deal()
    await market.contributeAndFinalize('worker1', done.task)
    const open = await market.deal()
    await market.chain.at(open.start + 3000)
    expect(await refusal('stranger', 'claim', [done.task])).toBe('(empty)')
    expect(await refusal('stranger', 'claim', [tag(7)])).toBe('(empty)')
    expect(await refusal('stranger', 'claimArray', [[open.task, done.task]])).toBe('(empty)')
    expect(await status(open.task)).toBe(1)
  })

  test('arrays of unequal length are refused', async () => {
    const { deal } = await market.deal({}, { initialize: false })
    expect(await refusal('stranger', 'initializeArray', [[deal], []])).toBe('(empty)')
    expect(await refusal('stranger', 'initializeAndClaimArray', [[deal], [0, 1]])).toBe('(empty)')
    expect(await refusal('stranger', 'initializeArray', [[deal], [0]])).toBe('ok')
  })

  test('a worker without the stake can not contribute', async () => {
    const { task } = await market.deal()
    const args = await market.contribution('stranger', task, good)
    expect(await refusal('stranger', 'contribute', args)).toBe('IexecEscrow: Transfer amount exceeds balance')
  })

  describe('a task for an enclave', () => {
    const tee = { app: { tag: tag(1) }, workerpool: { tag: tag(1) } }

    test('needs a challenge and the signature of the enclave', async () => {
      const { task } = await market.deal(tee)
      const challenge = accounts.enclave
      expect(await refusal('worker1', 'contribute', await market.contribution('worker1', task, good))).toBe('(empty)')
      const wrongEnclave = await market.contribution('worker1', task, good, { challenge: accounts.stranger })
      expect(await refusal('worker1', 'contribute', wrongEnclave)).toBe('(empty)')
      const unsigned = await market.contribution('worker1', task, good, { challenge, enclaveSign: '0x' })
      expect(await refusal('worker1', 'contribute', unsigned)).toBe('invalid-signature-format')
      expect(
        await refusal('worker1', 'contribute', await market.contribution('worker1', task, good, { challenge })),
      ).toBe('ok')
    })

    test('is authorized by the broker where there is one, but for contributions from no enclave', async () => {
      await market.chain.send(accounts.owner, market.hub, 'setTeeBroker', [accounts.broker])
      const { task } = await market.deal(tee)
      const challenge = accounts.enclave
      const byOwner = await market.contribution('worker1', task, good, { challenge })
      expect(await refusal('worker1', 'contribute', byOwner)).toBe('(empty)')
      const byBroker = await market.contribution('worker1', task, good, { challenge, authorizedBy: 'broker' })
      expect(await refusal('worker1', 'contribute', byBroker)).toBe('ok')
      const plain = await market.deal()
      expect(await refusal('worker1', 'contribute', await market.contribution('worker1', plain.task, good))).toBe('ok')
    })

    test('is completed at once with the signature of the enclave', async () => {
      const { task } = await market.deal(tee)
      const challenge = accounts.enclave
      const none = await market.completion('worker1', task, '0x')
      expect(await refusal('worker1', 'contributeAndFinalize', none)).toBe('(empty)')
      const signed = await market.completion('worker1', task, '0x', '0x', { challenge })
      expect(await refusal('worker1', 'contributeAndFinalize', signed)).toBe('ok')
    })
  })

  test('later changes of owner and policy leave a deal alone', async () => {
    const { task } = await market.deal()
    await market.chain.send(accounts.poolOwner, market.pool, 'changePolicy', [90, 90])
    const registry = market.registry('workerpool')
    const move = [accounts.poolOwner, accounts.stranger, BigInt(market.workerpool)]
    await market.chain.send(accounts.poolOwner, registry, 'transferFrom', move)
    await market.contribute('worker1', task, good)
    expect(await market.money('worker1')).toBe('992/8')
    await market.reveal('worker1', task, good)
    await market.finalize(task)
    expect(await market.money('worker1')).toBe('1023/0')
  })
})

import { taskIdOf } from '@iexec-sim/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accounts } from './support/accounts.ts'
import { escrows } from './support/chain.ts'
import { digestOf, Market, tag } from './support/market.ts'

const good = digestOf('good')

describe.each(escrows)('with a %s escrow', (escrow) => {
  // One story: each test goes on from where the one before it left the money.
  describe('a requester, a pool and a worker with 1000 each', () => {
    let market: Market
    let first: Awaited<ReturnType<Market['deal']>>
    let second: Awaited<ReturnType<Market['deal']>>
    beforeAll(async () => {
      market = await Market.open(undefined, escrow)
    })
    afterAll(() => market[Symbol.asyncDispose]())

    test('a match locks the price and the pool stake and says so in order', async () => {
      const orders = await market.signed()
      const { chain, hub } = market
      const arguments_ = [orders.app, orders.dataset, orders.workerpool, orders.request]
      expect(await chain.simulate(accounts.stranger, hub, 'matchOrders', arguments_)).toBe(market.dealId(orders))
      const receipt = await market.matchOrders(orders)
      expect(market.story(receipt)).toEqual([
        'Transfer(requester, hub, 30)',
        'Lock(requester, 30)',
        'Transfer(poolOwner, hub, 7)',
        'Lock(poolOwner, 7)',
        'SchedulerNotice(workerpool)',
        'OrdersMatched(1)',
      ])
      const matched = receipt.logs.at(-1)!
      expect([...matched.args]).toEqual([
        market.dealId(orders),
        market.hash('AppOrder', orders.app),
        market.hash('DatasetOrder', orders.dataset),
        market.hash('WorkerpoolOrder', orders.workerpool),
        market.hash('RequestOrder', orders.request),
        1n,
      ])
      expect(await market.money('requester')).toBe('970/30')
      expect(await market.money('poolOwner')).toBe('993/7')
      expect(await market.money('hub')).toBe('37/0')
      expect(await chain.read(hub, 'totalSupply')).toBe(6000n)
      first = { deal: market.dealId(orders), task: taskIdOf(market.dealId(orders), 0), start: receipt.timestamp }
    })

    test('the deal holds what was agreed', async () => {
      const deal = await market.chain.read(market.hub, 'viewDeal', first.deal)
      expect([...deal.app]).toEqual([market.app, accounts.appOwner, 3n])
      expect([...deal.dataset]).toEqual([market.dataset, accounts.datasetOwner, 2n])
      expect([...deal.workerpool]).toEqual([market.workerpool, accounts.poolOwner, 25n])
      expect([...deal].slice(3)).toEqual([
        1n,
        0n,
        tag(0),
        accounts.requester,
        accounts.requester,
        '0x0000000000000000000000000000000000000000',
        '{"iexec_args":"x"}',
        BigInt(first.start),
        0n,
        1n,
        8n,
        5n,
        accounts.requester,
      ])
    })

    test('a task opens once, with deadlines from the category', async () => {
      const { chain, hub } = market
      const receipt = await chain.send(accounts.stranger, hub, 'initialize', [first.deal, 0])
      expect(market.story(receipt)).toEqual(['TaskInitialize(workerpool)'])
      const task = await market.task(first.task)
      expect(task.status).toBe(1n)
      expect(task.timeref).toBe(300n)
      expect(task.contributionDeadline).toBe(BigInt(first.start + 2100))
      expect(task.finalDeadline).toBe(BigInt(first.start + 3000))
      expect(await chain.refusal(accounts.stranger, hub, 'initialize', [first.deal, 0])).toBe('(empty)')
      expect(await chain.refusal(accounts.stranger, hub, 'initialize', [first.deal, 1])).toBe('(empty)')
      expect(await chain.refusal(accounts.stranger, hub, 'initialize', [tag(1), 0])).toBe('(empty)')
    })

    test('a contribution needs the leave of the pool owner', async () => {
      const args = await market.contribution('worker1', first.task, good, { authorizedBy: 'stranger' })
      expect(await market.chain.refusal(accounts.worker1, market.hub, 'contribute', args)).toBe('(empty)')
      const of2 = await market.contribution('worker2', first.task, good)
      expect(await market.chain.refusal(accounts.worker1, market.hub, 'contribute', of2)).toBe('(empty)')
    })

    test('a lone contribution of trust 1 is a consensus', async () => {
      const receipt = await market.contribute('worker1', first.task, good)
      expect(market.story(receipt)).toEqual([
        'Transfer(worker1, hub, 8)',
        'Lock(worker1, 8)',
        'TaskContribute(worker1)',
        'TaskConsensus()',
      ])
      expect(await market.money('worker1')).toBe('992/8')
      const task = await market.task(first.task)
      expect([task.status, task.winnerCounter, task.revealCounter]).toEqual([2n, 1n, 0n])
      expect(task.revealDeadline).toBe(BigInt(receipt.timestamp + 600))
      const c = await market.contributionArguments('worker1', first.task, good)
      const contribution = await market.chain.read(market.hub, 'viewContribution', first.task, accounts.worker1)
      expect([...contribution]).toEqual([1n, c.hash, c.seal, c.challenge, 1n])
    })

    test('nothing is finalized before it is revealed, nor by others than the pool owner', async () => {
      const { chain, hub } = market
      const args = [first.task, '0x', '0x']
      expect(await chain.refusal(accounts.poolOwner, hub, 'finalize', args)).toBe('(empty)')
      expect(await chain.refusal(accounts.worker1, hub, 'reveal', [first.task, digestOf('bad')])).toBe('(empty)')
      expect(await chain.refusal(accounts.worker2, hub, 'reveal', [first.task, good])).toBe('(empty)')
      await market.reveal('worker1', first.task, good)
      expect(await chain.refusal(accounts.worker1, hub, 'reveal', [first.task, good])).toBe('(empty)')
      expect(await chain.refusal(accounts.stranger, hub, 'finalize', args)).toBe('(empty)')
      expect(await chain.refusal(accounts.stranger, hub, 'resultFor', [first.task])).toBe('task-pending')
    })

    test('a finalization pays everybody in order', async () => {
      expect(market.story(await market.finalize(first.task))).toEqual([
        `Seize(requester, 30)`,
        'Transfer(hub, appOwner, 3)',
        'Reward(appOwner, 3)',
        'Transfer(hub, datasetOwner, 2)',
        'Reward(datasetOwner, 2)',
        'Transfer(hub, poolOwner, 7)',
        'Unlock(poolOwner, 7)',
        'Transfer(hub, worker1, 8)',
        'Unlock(worker1, 8)',
        'Transfer(hub, worker1, 23)',
        'Reward(worker1, 23)',
        'Transfer(hub, poolOwner, 2)',
        'Reward(poolOwner, 2)',
        'TaskFinalize(0xabcd)',
      ])
      expect(await market.money('appOwner')).toBe('3/0')
      expect(await market.money('datasetOwner')).toBe('2/0')
      expect(await market.money('poolOwner')).toBe('1002/0')
      expect(await market.money('requester')).toBe('970/0')
      expect(await market.money('worker1')).toBe('1023/0')
      expect(await market.money('hub')).toBe('0/0')
      expect(await market.score('worker1')).toBe(0n)
      const task = await market.task(first.task)
      expect([task.status, task.results, task.resultDigest, task.resultsTimestamp]).toEqual([3n, '0xabcd', good, 0n])
      expect(await market.chain.read(market.hub, 'resultFor', first.task)).toBe('0x')
    })

    test('two tasks without a dataset lock twice the price and twice the floored stake', async () => {
      const orders = await market.signed({ dataset: null, request: { volume: 2n } })
      const receipt = await market.matchOrders(orders)
      const matched = receipt.logs.at(-1)!.args
      expect([matched.datasetHash, matched.volume]).toEqual([tag(0), 2n])
      expect(await market.money('requester')).toBe('914/56')
      expect(await market.money('poolOwner')).toBe('988/14')
      second = { deal: market.dealId(orders), task: taskIdOf(market.dealId(orders), 0), start: receipt.timestamp }
    })

    test('one worker alone contributes and finalizes at once, without a stake', async () => {
      const task = taskIdOf(second.deal, 1)
      await market.chain.send(accounts.stranger, market.hub, 'initialize', [second.deal, 1])
      expect(market.story(await market.contributeAndFinalize('worker1', task))).toEqual([
        'Seize(requester, 28)',
        'Transfer(hub, appOwner, 3)',
        'Reward(appOwner, 3)',
        'Transfer(hub, poolOwner, 7)',
        'Unlock(poolOwner, 7)',
        'Transfer(hub, worker1, 23)',
        'Reward(worker1, 23)',
        'Transfer(hub, poolOwner, 2)',
        'Reward(poolOwner, 2)',
        'TaskContribute(worker1)',
        'TaskConsensus()',
        'TaskReveal(worker1)',
        'TaskFinalize(0xabcd)',
      ])
      expect(await market.money('appOwner')).toBe('6/0')
      expect(await market.money('poolOwner')).toBe('997/7')
      expect(await market.money('requester')).toBe('914/28')
      expect(await market.money('worker1')).toBe('1046/0')
      const contribution = await market.chain.read(market.hub, 'viewContribution', task, accounts.worker1)
      expect([contribution.status, contribution.weight]).toEqual([2n, 0n])
      expect(await market.score('worker1')).toBe(0n)
      const record = await market.task(task)
      expect([record.status, record.revealCounter, record.winnerCounter]).toEqual([3n, 1n, 1n])
      expect([...record.contributors]).toEqual([accounts.worker1])
    })

    test('a task nobody opened is claimed after its final deadline, and the pool stake goes to the kitty', async () => {
      await market.chain.at(second.start + 3000)
      const args = [[second.deal], [0]]
      const receipt = await market.chain.send(accounts.stranger, market.hub, 'initializeAndClaimArray', args)
      expect(market.story(receipt)).toEqual([
        'TaskInitialize(workerpool)',
        'Transfer(hub, requester, 28)',
        'Unlock(requester, 28)',
        'Seize(poolOwner, 7)',
        'Reward(kitty, 7)',
        'Lock(kitty, 7)',
        'TaskClaimed()',
      ])
      expect(await market.money('requester')).toBe('942/0')
      expect(await market.money('poolOwner')).toBe('997/0')
      expect(await market.money('kitty')).toBe('0/7')
      expect(await market.money('hub')).toBe('7/0')
    })

    test('the next success pays the kitty out to the pool owner', async () => {
      const { task } = await market.deal({ dataset: null })
      const story = market.story(await market.contributeAndFinalize('worker1', task))
      expect(story.slice(5, 8)).toEqual(['Seize(kitty, 7)', 'Transfer(hub, poolOwner, 7)', 'Reward(poolOwner, 7)'])
      expect(await market.money('poolOwner')).toBe('1006/0')
      expect(await market.money('kitty')).toBe('0/0')
      expect(await market.money('requester')).toBe('914/0')
      expect(await market.money('worker1')).toBe('1069/0')
      expect(await market.money('appOwner')).toBe('9/0')
      expect(await market.chain.read(market.hub, 'totalSupply')).toBe(6000n)
    })
  })

  describe('the kitty', () => {
    const cases: [kitty: bigint, paid: bigint][] = [
      [20_000_000_000n, 2_000_000_000n],
      [4_565_938_000n, 1_000_000_000n],
      [565_938_000n, 565_938_000n],
    ]
    test.each(cases)('of %i pays %i at a success', async (kitty, paid) => {
      await using market = await Market.open(undefined, escrow)
      // A pool stake of this size fills it: 30 % of the price, of a task that fails.
      const price = (kitty * 100n) / 30n + 1n
      await market.deposit('requester', price * 2n)
      await market.deposit('poolOwner', kitty)
      const failing = await market.deal({
        workerpool: { workerpoolprice: price },
        request: { workerpoolmaxprice: price },
      })
      await market.chain.at(failing.start + 3000)
      await market.chain.send(accounts.stranger, market.hub, 'claim', [failing.task])
      expect(await market.money('kitty')).toBe(`0/${kitty}`)
      const { task } = await market.deal()
      const story = market.story(await market.contributeAndFinalize('worker1', task))
      expect(story).toContain(`Seize(kitty, ${paid})`)
      expect(story).toContain(`Reward(poolOwner, ${paid})`)
      expect(await market.money('kitty')).toBe(`0/${kitty - paid}`)
    })
  })

  test('prices of zero leave logs of zero, but none of an app or dataset reward', async () => {
    await using market = await Market.open([], escrow)
    const orders = await market.signed({
      app: { appprice: 0n },
      dataset: { datasetprice: 0n },
      workerpool: { workerpoolprice: 0n },
    })
    expect(market.story(await market.matchOrders(orders)).slice(0, 4)).toEqual([
      'Transfer(requester, hub, 0)',
      'Lock(requester, 0)',
      'Transfer(poolOwner, hub, 0)',
      'Lock(poolOwner, 0)',
    ])
    const deal = market.dealId(orders)
    await market.chain.send(accounts.stranger, market.hub, 'initialize', [deal, 0])
    expect(market.story(await market.contributeAndFinalize('worker1', taskIdOf(deal, 0))).slice(0, 7)).toEqual([
      'Seize(requester, 0)',
      'Transfer(hub, poolOwner, 0)',
      'Unlock(poolOwner, 0)',
      'Transfer(hub, worker1, 0)',
      'Reward(worker1, 0)',
      'Transfer(hub, poolOwner, 0)',
      'Reward(poolOwner, 0)',
    ])
  })

  test('a sponsor pays in the place of the requester and is paid back', async () => {
    await using market = await Market.open(undefined, escrow)
    const orders = await market.signed({ dataset: null, request: { volume: 2n } })
    const receipt = await market.matchOrders(orders, 'sponsor', 'sponsorMatchOrders')
    expect(market.story(receipt).at(-1)).toBe('DealSponsored(sponsor)')
    expect(receipt.logs.at(-1)!.args.dealId).toBe(market.dealId(orders))
    expect(await market.money('sponsor')).toBe('944/56')
    expect(await market.money('requester')).toBe('1000/0')
    await market.chain.at(receipt.timestamp + 3000)
    const deal = market.dealId(orders)
    await market.chain.send(accounts.stranger, market.hub, 'initializeAndClaimArray', [
      [deal, deal],
      [0, 1],
    ])
    expect(await market.money('sponsor')).toBe('1000/0')
  })
})

import { taskIdOf } from '@iexec-sim/protocol'
import { group, type Scenario } from '../scenario.ts'
import { accounts } from '../world/accounts.ts'
import { digestOf, tag } from '../world/market.ts'
import type { World } from '../world/world.ts'

const good = digestOf('good')

/** A deal of one task with a dataset, from match to payment. */
async function success(w: World): Promise<void> {
  const { market } = w
  const orders = await market.signed()
  const deal = market.dealId(orders)
  const task = taskIdOf(deal, 0)
  const arguments_ = [orders.app, orders.dataset, orders.workerpool, orders.request]
  w.check(
    'what a match would return',
    await w.chain.simulate(accounts.stranger, w.hub, 'matchOrders', arguments_),
    deal,
  )
  const matched = await w.call('stranger', 'matchOrders', arguments_, [
    'Transfer(requester, hub, 30)',
    'Lock(requester, 30)',
    'Transfer(poolOwner, hub, 7)',
    'Lock(poolOwner, 7)',
    'SchedulerNotice(workerpool)',
    'OrdersMatched(1)',
  ])
  w.check('OrdersMatched', matched.logs.at(-1)!.args, [
    deal,
    market.hash('AppOrder', orders.app),
    market.hash('DatasetOrder', orders.dataset),
    market.hash('WorkerpoolOrder', orders.workerpool),
    market.hash('RequestOrder', orders.request),
    1n,
  ])
  await w.money({ requester: '970/30', poolOwner: '993/7', hub: '37/0' })
  await w.view('totalSupply', [], 6000n)
  await w.view(
    'viewDeal',
    [deal],
    [
      [market.app, accounts.appOwner, 3n],
      [market.dataset, accounts.datasetOwner, 2n],
      [market.workerpool, accounts.poolOwner, 25n],
      1n,
      0n,
      tag(0),
      accounts.requester,
      accounts.requester,
      `0x${'0'.repeat(40)}`,
      '{"iexec_args":"x"}',
      BigInt(matched.timestamp),
      0n,
      1n,
      8n,
      5n,
      accounts.requester,
    ],
  )

  await w.call('stranger', 'initialize', [deal, 0], ['TaskInitialize(workerpool)'])
  const deadlines = {
    contributionDeadline: matched.timestamp + 2100,
    finalDeadline: matched.timestamp + 3000,
  }
  await w.task(task, { status: 1n, timeref: 300n })
  for (const [name, at] of Object.entries(deadlines)) await w.task(task, { [name]: BigInt(at) })
  await w.outcome('stranger', 'initialize', [deal, 0], '(empty)')
  await w.outcome('stranger', 'initialize', [deal, 1], '(empty)')
  await w.outcome('stranger', 'initialize', [tag(1), 0], '(empty)')

  const unauthorized = await market.contribution('worker1', task, good, {
    authorizedBy: 'stranger',
  })
  await w.outcome('worker1', 'contribute', unauthorized, '(empty)')
  await w.outcome(
    'worker1',
    'contribute',
    await market.contribution('worker2', task, good),
    '(empty)',
  )
  const contributed = await w.call(
    'worker1',
    'contribute',
    await market.contribution('worker1', task, good),
    ['Transfer(worker1, hub, 8)', 'Lock(worker1, 8)', 'TaskContribute(worker1)', 'TaskConsensus()'],
  )
  await w.money({ worker1: '992/8' })
  await w.task(task, { status: 2n, winnerCounter: 1n, revealCounter: 0n })
  await w.task(task, { revealDeadline: BigInt(contributed.timestamp + 600) })
  const c = await market.contributionArguments('worker1', task, good)
  await w.view('viewContribution', [task, accounts.worker1], [1n, c.hash, c.seal, c.challenge, 1n])

  await w.outcome('poolOwner', 'finalize', [task, '0x', '0x'], '(empty)')
  await w.outcome('worker1', 'reveal', [task, digestOf('bad')], '(empty)')
  await w.outcome('worker2', 'reveal', [task, good], '(empty)')
  await w.outcome('worker1', 'reveal', [task, good], 'ok')
  await w.outcome('worker1', 'reveal', [task, good], '(empty)')
  await w.outcome('stranger', 'finalize', [task, '0x', '0x'], '(empty)')
  await w.outcome('stranger', 'resultFor', [task], 'task-pending')

  await w.call(
    'poolOwner',
    'finalize',
    [task, '0xabcd', '0x'],
    [
      'Seize(requester, 30)',
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
    ],
  )
  await w.money({
    appOwner: '3/0',
    datasetOwner: '2/0',
    poolOwner: '1002/0',
    requester: '970/0',
    worker1: '1023/0',
    hub: '0/0',
  })
  await w.view('viewScore', [accounts.worker1], 0n)
  await w.task(task, { status: 3n, results: '0xabcd', resultDigest: good, resultsTimestamp: 0n })
  await w.view('resultFor', [task], '0x')
}

/**
 * Two tasks of one deal, one of which is paid for and the other claimed; the next success pays the
 * kitty out.
 */
async function bagOfTwo(w: World): Promise<void> {
  const { market } = w
  const orders = await market.signed({ dataset: null, request: { volume: 2n } })
  const matched = await market.matchOrders(orders)
  const { datasetHash, volume } = matched.logs.at(-1)!.args
  w.check('OrdersMatched', [datasetHash, volume], [tag(0), 2n])
  await w.money({ requester: '944/56', poolOwner: '986/14' })
  const deal = market.dealId(orders)
  const task = taskIdOf(deal, 1)
  await w.call('stranger', 'initialize', [deal, 1])
  await w.call(
    'worker1',
    'contributeAndFinalize',
    await market.completion('worker1', task, '0xabcd'),
    [
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
    ],
  )
  await w.money({ appOwner: '3/0', poolOwner: '995/7', requester: '944/28', worker1: '1023/0' })
  const { status, weight } = await w.chain.read(w.hub, 'viewContribution', task, accounts.worker1)
  w.check('the contribution', [status, weight], [2n, 0n])
  await w.view('viewScore', [accounts.worker1], 0n)
  await w.task(task, {
    status: 3n,
    revealCounter: 1n,
    winnerCounter: 1n,
    contributors: [accounts.worker1],
  })

  await w.chain.at(matched.timestamp + 3000)
  await w.call(
    'stranger',
    'initializeAndClaimArray',
    [[deal], [0]],
    [
      'TaskInitialize(workerpool)',
      'Transfer(hub, requester, 28)',
      'Unlock(requester, 28)',
      'Seize(poolOwner, 7)',
      'Reward(kitty, 7)',
      'Lock(kitty, 7)',
      'TaskClaimed()',
    ],
  )
  await w.money({ requester: '972/0', poolOwner: '995/0', kitty: '0/7', hub: '7/0' })

  const next = await market.deal({ dataset: null })
  const story = market.story(await market.contributeAndFinalize('worker1', next.task))
  w.check('what the kitty gives', story.slice(5, 8), [
    'Seize(kitty, 7)',
    'Transfer(hub, poolOwner, 7)',
    'Reward(poolOwner, 7)',
  ])
  await w.money({
    poolOwner: '1004/0',
    kitty: '0/0',
    requester: '944/0',
    worker1: '1046/0',
    appOwner: '6/0',
  })
  await w.view('totalSupply', [], 6000n)
}

const kitties: readonly (readonly [kitty: bigint, paid: bigint])[] = [
  [20_000_000_000n, 2_000_000_000n],
  [4_565_938_000n, 1_000_000_000n],
  [565_938_000n, 565_938_000n],
]

const kitty = ([full, paid]: (typeof kitties)[number]): Scenario => ({
  name: `a kitty of ${full} pays ${paid} at a success`,
  async run(w) {
    const { market } = w
    // A pool stake of this size fills it: 30 % of the price, of a task that fails.
    const price = (full * 100n) / 30n + 1n
    await market.deposit('requester', price * 2n)
    await market.deposit('poolOwner', full)
    const changes = {
      workerpool: { workerpoolprice: price },
      request: { workerpoolmaxprice: price },
    }
    const failing = await market.deal(changes)
    await w.chain.at(failing.start + 3000)
    await w.call('stranger', 'claim', [failing.task])
    await w.money({ kitty: `0/${full}` })
    const { task } = await market.deal()
    const story = market.story(await market.contributeAndFinalize('worker1', task))
    const expected = [
      `Seize(kitty, ${paid})`,
      `Transfer(hub, poolOwner, ${paid})`,
      `Reward(poolOwner, ${paid})`,
    ]
    w.check('what the kitty gives', story.slice(7, 10), expected)
    await w.money({ kitty: `0/${full - paid}` })
  },
})

async function freeOfCharge(w: World): Promise<void> {
  const { market } = w
  const free = {
    app: { appprice: 0n },
    dataset: { datasetprice: 0n },
    workerpool: { workerpoolprice: 0n },
  }
  const orders = await market.signed(free)
  w.check('events of the match', market.story(await market.matchOrders(orders)).slice(0, 4), [
    'Transfer(requester, hub, 0)',
    'Lock(requester, 0)',
    'Transfer(poolOwner, hub, 0)',
    'Lock(poolOwner, 0)',
  ])
  const deal = market.dealId(orders)
  await w.call('stranger', 'initialize', [deal, 0])
  const story = market.story(await market.contributeAndFinalize('worker1', taskIdOf(deal, 0)))
  w.check('events of the payment', story.slice(0, 7), [
    'Seize(requester, 0)',
    'Transfer(hub, poolOwner, 0)',
    'Unlock(poolOwner, 0)',
    'Transfer(hub, worker1, 0)',
    'Reward(worker1, 0)',
    'Transfer(hub, poolOwner, 0)',
    'Reward(poolOwner, 0)',
  ])
}

async function sponsored(w: World): Promise<void> {
  const { market } = w
  const orders = await market.signed({ dataset: null, request: { volume: 2n } })
  const deal = market.dealId(orders)
  const receipt = await market.matchOrders(orders, 'sponsor', 'sponsorMatchOrders')
  w.check('the last event', market.story(receipt).at(-1), 'DealSponsored(sponsor)')
  w.check('the deal it names', receipt.logs.at(-1)!.args.dealId, deal)
  await w.money({ sponsor: '944/56', requester: '1000/0' })
  await w.call('stranger', 'initialize', [deal, 0])
  await market.contributeAndFinalize('worker1', taskIdOf(deal, 0))
  await w.money({ sponsor: '944/28', requester: '1000/0' })
  await w.chain.at(receipt.timestamp + 3000)
  await w.call('stranger', 'initializeAndClaimArray', [[deal], [1]])
  await w.money({ sponsor: '972/0', requester: '1000/0' })
}

async function unchangedDeal(w: World): Promise<void> {
  const { market } = w
  const { task } = await market.deal()
  await w.chain.send(accounts.poolOwner, market.pool, 'changePolicy', [90, 90])
  const move = [accounts.poolOwner, accounts.stranger, BigInt(market.workerpool)]
  await w.chain.send(accounts.poolOwner, market.registry('workerpool'), 'transferFrom', move)
  await market.contribute('worker1', task, good)
  await w.money({ worker1: '992/8' })
  await market.reveal('worker1', task, good)
  await market.finalize(task)
  await w.money({ worker1: '1023/0' })
}

/** Locks and payments. */
export const settlement = group('settlement', [
  { name: 'a task with a dataset from match to payment', run: success },
  { name: 'one task of two is paid for, the other claimed, and the kitty paid out', run: bagOfTwo },
  ...kitties.map(kitty),
  {
    name: 'prices of zero leave logs of zero, but none of an app or dataset reward',
    funded: [],
    run: freeOfCharge,
  },
  { name: 'a sponsor pays in the place of the requester and is paid back', run: sponsored },
  { name: 'later changes of owner and policy leave a deal alone', run: unchangedDeal },
])

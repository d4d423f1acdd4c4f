import { PAYERS } from '@iexec-sim/contracts/roles'
import { type VotesNeeded, votesNeeded } from '../properties/votes-needed.ts'
import { group, type Scenario } from '../scenario.ts'
import { accounts, type Role, voters } from '../world/accounts.ts'
import { digestOf, tag } from '../world/market.ts'
import type { World } from '../world/world.ts'

const good = digestOf('good')
const bad = digestOf('bad')

async function liar(w: World): Promise<void> {
  const { market } = w
  const { task } = await market.deal({ request: { trust: 3n } })
  await market.contribute('worker1', task, bad)
  await market.contribute('worker2', task, good)
  await market.contribute('worker3', task, good)
  await w.task(task, { status: 1n })
  const last = market.story(await market.contribute('worker4', task, good))
  w.check('the last event', last.at(-1), 'TaskConsensus()')
  await w.task(task, {
    status: 2n,
    winnerCounter: 3n,
    consensusValue: (await market.contributionArguments('worker4', task, good)).hash,
  })
  await w.outcome('worker1', 'reveal', [task, bad], '(empty)')
  for (const worker of ['worker2', 'worker3', 'worker4'] as const)
    await market.reveal(worker, task, good)
  const story = market.story(await market.finalize(task))
  w.check('who is paid', story.slice(7), [
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
  await w.money({ worker1: '992/0', worker2: '1010/0', poolOwner: '1003/0' })
  await w.view('viewScore', [accounts.worker1], 0n)
  await w.view('viewScore', [accounts.worker4], 1n)
}

async function atOnce(w: World): Promise<void> {
  const { market } = w
  const trusting = await market.deal({ request: { trust: 3n } })
  await w.outcome(
    'worker1',
    'contributeAndFinalize',
    await market.completion('worker1', trusting.task, '0x'),
    '(empty)',
  )
  const { task } = await market.deal()
  await market.contribute('worker1', task, good)
  await w.outcome(
    'worker2',
    'contributeAndFinalize',
    await market.completion('worker2', task, '0x'),
    '(empty)',
  )
}

async function reopened(w: World): Promise<void> {
  const { market } = w
  const { task } = await market.deal()
  const { timestamp } = await market.contribute('worker1', task, good)
  await w.chain.at(timestamp + 599)
  await w.outcome('poolOwner', 'reopen', [task], '(empty)')
  await w.chain.at(timestamp + 600)
  await w.outcome('worker1', 'reveal', [task, good], '(empty)')
  await w.outcome('stranger', 'reopen', [task], '(empty)')
  await w.call('poolOwner', 'reopen', [task], ['TaskReopen()'])
  await w.task(task, { status: 1n, consensusValue: tag(0), revealDeadline: 0n, winnerCounter: 0n })
  await w.task(task, { contributors: [accounts.worker1] })
  const { status } = await w.chain.read(w.hub, 'viewContribution', task, accounts.worker1)
  w.check('status of the rejected contribution', status, 3n)
  await w.outcome(
    'worker1',
    'contribute',
    await market.contribution('worker1', task, good),
    '(empty)',
  )
  await market.contribute('worker2', task, good)
  await w.task(task, { winnerCounter: 1n })
  await market.reveal('worker2', task, good)
  await market.finalize(task)
  // 25 of the pool and 8 of worker 1: 95 % of it to worker 2, the rest to the scheduler.
  await w.money({ worker1: '992/0', worker2: '1031/0', poolOwner: '1002/0' })
  await w.view('viewScore', [accounts.worker2], 1n)
}

async function countedAnew(w: World): Promise<void> {
  const { market } = w
  const { task } = await market.deal({ request: { trust: 3n } })
  await market.contribute('worker1', task, bad)
  const { timestamp } = await market.contribute('worker2', task, bad)
  await w.chain.at(timestamp + 600)
  await w.outcome('poolOwner', 'finalize', [task, '0x', '0x'], '(empty)')
  await w.call('poolOwner', 'reopen', [task])
  await market.contribute('worker3', task, good)
  await market.contribute('worker4', task, good)
  await w.task(task, { status: 2n, winnerCounter: 2n })
}

async function rejected(w: World): Promise<void> {
  const { market } = w
  const { task, start } = await market.deal()
  const { timestamp } = await market.contribute('worker1', task, good)
  await w.chain.at(timestamp + 600)
  await w.call('poolOwner', 'reopen', [task])
  await w.outcome(
    'worker2',
    'contributeAndFinalize',
    await market.completion('worker2', task, '0x'),
    '(empty)',
  )
  await w.chain.at(start + 3000)
  await w.call('stranger', 'claim', [task])
  await w.money({ worker1: '1000/0', requester: '1000/0', poolOwner: '993/0' })
  await w.outcome('stranger', 'resultFor', [task], 'task-pending')
}

async function othersSeal(w: World): Promise<void> {
  const { market } = w
  const { task } = await market.deal()
  const args = await market.contribution('worker1', task, good)
  const { seal } = await market.contributionArguments('worker2', task, good)
  await w.outcome('worker1', 'contribute', args.with(2, seal), 'ok')
  await w.outcome('worker1', 'reveal', [task, good], '(empty)')
}

async function unrevealed(w: World): Promise<void> {
  const { market } = w
  await w.chain.send(accounts.poolOwner, market.pool, 'changePolicy', [30, 1])
  const { task } = await market.deal({ request: { trust: 3n } })
  await market.contribute('worker1', task, good)
  const { timestamp } = await market.contribute('worker2', task, good)
  await market.reveal('worker1', task, good)
  await w.chain.at(timestamp + 599)
  await w.outcome('poolOwner', 'finalize', [task, '0x', '0x'], '(empty)')
  await w.chain.at(timestamp + 600)
  await w.outcome('poolOwner', 'reopen', [task], '(empty)')
  const story = market.story(await market.finalize(task))
  for (const event of [
    'Reward(worker1, 31)',
    'Reward(poolOwner, 1)',
    'Seize(worker2, 7)',
    'FaultyContribution(worker2)',
  ])
    w.check(event, story.includes(event), true)
  const { status } = await w.chain.read(w.hub, 'viewContribution', task, accounts.worker2)
  w.check('status of the contribution nobody revealed', status, 1n)
}

const needed = ({ trust, alone, against }: VotesNeeded): Scenario => ({
  name: `trust ${trust} takes ${alone} fresh workers, or ${against} against one who lies`,
  funded: ['requester', 'poolOwner', ...voters],
  async run(w) {
    w.check('voters who settle it', await countNeeded(w, trust, []), alone)
    // Up to trust 2 one lying worker settles it at once.
    if (trust > 2)
      w.check(
        'voters who settle it against one who lies',
        await countNeeded(w, trust, [bad]),
        against,
      )
  },
})

/** Number of votes for the right result needed after some others. */
async function countNeeded(
  w: World,
  trust: number,
  before: readonly (typeof good)[],
): Promise<number> {
  const { market } = w
  const { task } = await market.deal({
    request: { trust: BigInt(trust) },
    workerpool: { trust: 1000n },
  })
  for (const [i, worker] of voters.entries()) {
    await market.contribute(worker, task, before[i] ?? good)
    if ((await market.task(task)).status === 2n) return i + 1 - before.length
  }
  return -1
}

async function claimed(w: World): Promise<void> {
  const { market } = w
  const { task, start } = await market.deal({ request: { trust: 3n } })
  await market.contribute('worker1', task, bad)
  await w.chain.at(start + 3000)
  await w.call(
    'stranger',
    'claimArray',
    [[task]],
    [
      'Transfer(hub, requester, 30)',
      'Unlock(requester, 30)',
      'Seize(poolOwner, 7)',
      'Reward(kitty, 7)',
      'Lock(kitty, 7)',
      'Transfer(hub, worker1, 8)',
      'Unlock(worker1, 8)',
      'TaskClaimed()',
    ],
  )
  await w.money({ worker1: '1000/0', requester: '1000/0', kitty: '0/7' })
}

async function scoreLost(w: World): Promise<void> {
  const { market } = w
  const round = async (truth: readonly Role[], liars: readonly Role[]) => {
    const { task } = await market.deal({ request: { trust: 3n } })
    for (const worker of liars) await market.contribute(worker, task, bad)
    for (const worker of truth) await market.contribute(worker, task, good)
    for (const worker of truth) await market.reveal(worker, task, good)
    await market.finalize(task)
  }
  for (let i = 0; i < 4; ++i) await round(['worker1', 'worker2'], [])
  await w.view('viewScore', [accounts.worker1], 4n)
  await round(['worker2', 'worker3', 'worker4'], ['worker1'])
  await w.view('viewScore', [accounts.worker1], 2n)
  await w.view('viewScore', [accounts.worker2], 5n)
}

/** Winning and losing votes. */
export const consensus = group('consensus', [
  {
    name: 'at trust 3 one liar makes three agreeing workers necessary',
    funded: PAYERS,
    run: liar,
  },
  {
    name: 'contributing and finalizing at once is for trust 1 and for the first contribution',
    run: atOnce,
  },
  {
    name: 'a consensus without a reveal is reopened, and its voter loses its stake in the end',
    run: reopened,
  },
  { name: 'votes for a rejected result no longer count', funded: PAYERS, run: countedAnew },
  { name: 'a rejected voter gets its stake back by a claim', run: rejected },
  { name: 'a result copied from another worker cannot be revealed', run: othersSeal },
  { name: 'a winner that does not reveal in time is punished like a loser', run: unrevealed },
  { name: 'a claim gives every contributor its stake back', run: claimed },
  { name: 'a faulty worker keeps two thirds of its score', funded: PAYERS, run: scoreLost },
  ...votesNeeded.map(needed),
])

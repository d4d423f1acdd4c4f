import { group } from '../scenario.ts'
import { digestOf, tag } from '../world/market.ts'
import type { World } from '../world/world.ts'

const good = digestOf('good')

async function claims(w: World): Promise<void> {
  const { task, start } = await w.market.deal()
  await w.chain.at(start + 2999)
  await w.outcome('stranger', 'claim', [task], '(empty)')
  await w.chain.at(start + 3000)
  await w.outcome('stranger', 'claim', [task], 'ok')
  await w.task(task, { status: 4n })
  await w.outcome('stranger', 'claim', [task], '(empty)')
}

async function contributions(w: World): Promise<void> {
  const { market } = w
  const { task, start } = await market.deal()
  await w.chain.at(start + 2100)
  await w.outcome(
    'worker1',
    'contribute',
    await market.contribution('worker1', task, good),
    '(empty)',
  )
  await w.outcome(
    'worker1',
    'contributeAndFinalize',
    await market.completion('worker1', task, '0x'),
    '(empty)',
  )
  const other = await market.deal()
  await w.chain.at(other.start + 2099)
  await w.outcome(
    'worker1',
    'contribute',
    await market.contribution('worker1', other.task, good),
    'ok',
  )
}

async function theEnd(w: World): Promise<void> {
  const { market } = w
  const revealed = await market.deal()
  const silent = await market.deal()
  await market.contribute('worker1', revealed.task, good)
  await market.contribute('worker1', silent.task, good)
  await market.reveal('worker1', revealed.task, good)
  await w.chain.at(silent.start + 3000)
  await w.outcome('poolOwner', 'finalize', [revealed.task, '0x', '0x'], '(empty)')
  await w.outcome('poolOwner', 'reopen', [silent.task], '(empty)')
  await w.outcome('stranger', 'claimArray', [[revealed.task, silent.task]], 'ok')
  await w.money({ requester: '1000/0', worker1: '1000/0', poolOwner: '986/0', kitty: '0/14' })
}

async function category(w: World): Promise<void> {
  const { task, start } = await w.market.deal({
    workerpool: { category: 2n },
    request: { category: 2n },
  })
  const expected = { contributionDeadline: start + 25_200, finalDeadline: start + 36_000 }
  await w.task(task, { timeref: 3600n })
  for (const [name, at] of Object.entries(expected)) await w.task(task, { [name]: BigInt(at) })
}

async function lateInitialization(w: World): Promise<void> {
  const { deal, start } = await w.market.deal({}, { initialize: false })
  await w.chain.at(start + 100_000)
  await w.outcome('stranger', 'initialize', [deal, 0], 'ok')
}

async function wholeArrays(w: World): Promise<void> {
  const { market } = w
  const done = await market.deal()
  await market.contributeAndFinalize('worker1', done.task)
  const open = await market.deal()
  await w.chain.at(open.start + 3000)
  await w.outcome('stranger', 'claim', [done.task], '(empty)')
  await w.outcome('stranger', 'claim', [tag(7)], '(empty)')
  await w.outcome('stranger', 'claimArray', [[open.task, done.task]], '(empty)')
  await w.task(open.task, { status: 1n })
}

async function arrayLengths(w: World): Promise<void> {
  const { deal } = await w.market.deal({}, { initialize: false })
  await w.outcome('stranger', 'initializeArray', [[deal], []], '(empty)')
  await w.outcome('stranger', 'initializeAndClaimArray', [[deal], [0, 1]], '(empty)')
  await w.outcome('stranger', 'initializeArray', [[deal], [0]], 'ok')
}

async function noStake(w: World): Promise<void> {
  const { task } = await w.market.deal()
  const args = await w.market.contribution('stranger', task, good)
  await w.outcome('stranger', 'contribute', args, 'IexecEscrow: Transfer amount exceeds balance')
}

/** Calls that are too early or too late. */
export const deadlines = group('deadlines', [
  { name: 'a task is claimed from the very second of its final deadline', run: claims },
  {
    name: 'a task is contributed to until the second before its contribution deadline',
    run: contributions,
  },
  { name: 'nothing is finalized or reopened from the final deadline on, but claimed', run: theEnd },
  { name: 'the deadlines of a task are those of its category', run: category },
  { name: 'a task is initialized even after its deadlines', run: lateInitialization },
  {
    name: 'completed and unknown tasks cannot be claimed, and arrays only as a whole',
    run: wholeArrays,
  },
  { name: 'arrays of unequal length are refused', run: arrayLengths },
  { name: 'a worker without the stake cannot contribute', run: noStake },
])

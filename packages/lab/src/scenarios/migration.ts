import type { Hex } from '@iexec-sim/protocol'
import { group } from '../scenario.ts'
import { accounts } from '../world/accounts.ts'
import { digestOf } from '../world/market.ts'
import type { World } from '../world/world.ts'

const { owner, stranger, worker1, worker2 } = accounts
const previousHub = '0x00000000000000000000000000000000000001d0'
const newRegistry = '0x00000000000000000000000000000000000002e9'

/** Lets the previous generation's hub return this for every call. */
const previousScore = (w: World, score: number) => {
  const answer: Hex = `0x60${score.toString(16).padStart(2, '0')}60005260206000f3`
  return w.chain.rpc('hardhat_setCode', previousHub, answer)
}

async function scores(w: World): Promise<void> {
  w.market.names.give(previousHub, 'previous hub')
  await w.outcome('stranger', 'importScore', [worker1], '(empty)') // no contract is there yet
  await previousScore(w, 42)
  await w.outcome('stranger', 'importScore', [worker1], 'ok')
  await w.view('viewScore', [worker1], 42n)
  await previousScore(w, 50)
  await w.outcome('worker1', 'importScore', [worker1], 'score-already-imported')
  await previousScore(w, 0)
  await w.outcome('worker2', 'importScore', [worker2], 'ok')
  await w.view('viewScore', [worker2], 0n)
  await w.outcome('worker2', 'importScore', [worker2], 'score-already-imported')
}

async function lowerScore(w: World): Promise<void> {
  const { market } = w
  const { task } = await market.deal({ request: { trust: 3n } })
  const agreeing = ['worker1', 'worker2'] as const
  for (const worker of agreeing) await market.contribute(worker, task, digestOf('x'))
  for (const worker of agreeing) await market.reveal(worker, task, digestOf('x'))
  await market.finalize(task)
  await w.view('viewScore', [worker1], 1n)
  await previousScore(w, 0)
  await w.outcome('worker1', 'importScore', [worker1], 'ok')
  await w.view('viewScore', [worker1], 1n)
}

async function power(w: World): Promise<void> {
  const { market, chain, hub } = w
  await previousScore(w, 30)
  await w.outcome('stranger', 'importScore', [worker1], 'ok')
  const { task } = await market.deal({ request: { trust: 9n } })
  await market.contribute('worker1', task, digestOf('x'))
  w.check('its weight', (await chain.read(hub, 'viewContribution', task, worker1)).weight, 3n)
  await w.task(task, { status: 2n })
}

/** A faulty worker keeps two thirds of its score, rounded down. */
async function loss(w: World): Promise<void> {
  const { market } = w
  const agreeing = ['worker2', 'worker3', 'broker', 'enclave', 'stranger'] as const
  for (const [score, left] of [
    [6, 4n],
    [7, 4n],
    [8, 5n],
  ] as const) {
    await w.chain.scratch(async () => {
      await previousScore(w, score)
      await w.outcome('stranger', 'importScore', [worker1], 'ok')
      const { task } = await market.deal({ request: { trust: 3n } })
      await market.contribute('worker1', task, digestOf('y'))
      const truth: (typeof agreeing)[number][] = []
      for (const worker of agreeing) {
        if ((await market.task(task)).status === 2n) break
        await market.contribute(worker, task, digestOf('x'))
        truth.push(worker)
      }
      for (const worker of truth) await market.reveal(worker, task, digestOf('x'))
      await market.finalize(task)
      await w.view('viewScore', [worker1], left)
    })
  }
}

async function registries(w: World): Promise<void> {
  const { chain, market } = w
  const old = market.registry('app')
  market.names.give(newRegistry, 'new registry')
  const registry = await chain.copy(old, newRegistry, owner)
  const knows = (label: string, asset: Hex, expected: boolean) =>
    chain.read(registry, 'isRegistered', asset).then((value) => w.check(label, value, expected))
  const initialize = (by: Hex) => chain.refusal(by, registry, 'initialize', [old.address])

  await knows('the app, before', market.app, false)
  w.check('by a stranger', await initialize(stranger), 'Ownable: caller is not the owner')
  w.check('by the owner', await initialize(owner), 'ok')
  w.check('again', await initialize(owner), '(empty)')
  w.check('previous', await chain.read(registry, 'previous'), old.address)
  w.check('initialized', await chain.read(registry, 'initialized'), true)
  await knows('the app', market.app, true)
  await knows('an asset of another kind', market.dataset, false)
  await knows('nothing', stranger, false)
}

async function deals(w: World): Promise<void> {
  const { chain, market } = w
  const old = market.registry('app')
  market.names.give(newRegistry, 'new registry')
  const registry = await chain.copy(old, newRegistry, owner)
  const { datasetRegistry, workerpoolRegistry } = chain.genesis.addresses
  await w.call('owner', 'changeRegistries', [registry.address, datasetRegistry, workerpoolRegistry])
  const before = await market.matchRefusal(await market.signed())
  w.check('a match before the old one is named', before, 'iExecV5-matchOrders-0x20')
  await chain.send(owner, registry, 'initialize', [old.address])
  w.check('a match after', await market.matchRefusal(await market.signed()), 'ok')
}

/** Scores and registries of the previous generation. */
export const migration = group('migration', [
  {
    name: 'a score is imported once, by any account',
    funded: [],
    plan: { previousHub },
    run: scores,
  },
  { name: 'an imported score never lowers one', plan: { previousHub }, run: lowerScore },
  { name: 'an imported score gives power', plan: { previousHub }, run: power },
  {
    name: 'a faulty worker keeps two thirds of an imported score',
    funded: [
      'requester',
      'poolOwner',
      'worker1',
      'worker2',
      'worker3',
      'broker',
      'enclave',
      'stranger',
    ],
    plan: { previousHub },
    run: loss,
  },
  { name: 'a registry includes the assets of the previous one', funded: [], run: registries },
  { name: 'apps of the previous registry can still be matched', run: deals },
])

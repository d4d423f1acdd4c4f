import type { Address, Hex } from '@iexec-sim/protocol'
import { keccak256 } from 'ethers'
import { group, type Scenario } from '../scenario.ts'
import { accounts } from '../world/accounts.ts'
import type { Target } from '../world/lab-chain.ts'
import type { World } from '../world/world.ts'

const data = '0x1234abcd'
const digest = keccak256(data) as Hex

async function consumer(w: World, mood = 0): Promise<Target> {
  const target = await w.chain.deploy(accounts.stranger, 'ConsumerDouble')
  if (mood > 0)
    await w.chain.quietly(() => w.chain.send(accounts.stranger, target, 'setMood', [mood]))
  return target
}
const dealFor = (w: World, callback: Hex) =>
  w.market.deal({ request: { callback: callback as Address } })

async function delivered(w: World): Promise<void> {
  const to = await consumer(w)
  const { task } = await dealFor(w, to.address)
  await w.market.contributeAndFinalize('worker1', task, data)
  w.check('the task delivered', await w.chain.read(to, 'lastTask'), task)
  w.check('the result delivered', await w.chain.read(to, 'lastResult'), data)
  await w.view('resultFor', [task], data)
}

async function finalized(w: World): Promise<void> {
  const to = await consumer(w)
  const { task } = await dealFor(w, to.address)
  await w.market.contribute('worker1', task, digest)
  await w.market.reveal('worker1', task, digest)
  await w.outcome('poolOwner', 'finalize', [task, '0x', '0x'], '(empty)')
  await w.outcome('poolOwner', 'finalize', [task, '0x', '0x1234'], '(empty)')
  await w.outcome('poolOwner', 'finalize', [task, '0x', data], 'ok')
  w.check('the result delivered', await w.chain.read(to, 'lastResult'), data)
}

async function otherData(w: World): Promise<void> {
  const { task } = await dealFor(w, (await consumer(w)).address)
  const args = await w.market.completion('worker1', task, '0x', data)
  for (const other of ['0x', '0x1234'] as const)
    await w.outcome('worker1', 'contributeAndFinalize', args.with(3, other), '(empty)')
}

async function noCallback(w: World): Promise<void> {
  const { task } = await w.market.deal()
  const args = await w.market.completion('worker1', task, '0x', data)
  const outcome = (changed: unknown[], expected: string) =>
    w.chain.scratch(() => w.outcome('worker1', 'contributeAndFinalize', changed, expected))
  await outcome(args, 'ok')
  await outcome(args.with(3, '0x'), 'ok')
  await outcome(args.with(3, '0x1234'), '(empty)')
}

const moods: readonly (readonly [what: string, mood: number])[] = [
  ['reverts', 1],
  ['eats all its gas', 2],
]

const bad = ([what, mood]: (typeof moods)[number]): Scenario => ({
  name: `a callback that ${what} does not stop the task`,
  async run(w) {
    const to = await consumer(w, mood)
    const { task } = await dealFor(w, to.address)
    await w.market.contributeAndFinalize('worker1', task, data)
    await w.task(task, { status: 3n, resultsCallback: data })
    w.check('the result delivered', await w.chain.read(to, 'lastResult'), '0x')
  },
})

async function noCode(w: World): Promise<void> {
  const { task } = await dealFor(w, accounts.stranger)
  await w.market.contributeAndFinalize('worker1', task, data)
  await w.task(task, { status: 3n })
}

async function hungry(w: World): Promise<void> {
  const { task } = await dealFor(w, (await consumer(w, 2)).address)
  const args = await w.market.completion('worker1', task, '0x', data)
  const calldata = w.hub.abi.encodeFunctionData('contributeAndFinalize', args) as Hex
  // Going up in steps, the last limit refused lets the callback run, but with too little.
  const before = await w.chain.quietly(async () => {
    for (let gas = 200_000, last = ''; ; gas += 2_000) {
      const outcome = await w.chain.scratch(() =>
        w.chain.rawRefusal(accounts.worker1, w.hub.address, calldata, 0n, gas),
      )
      if (outcome === 'ok') return last
      last = outcome
    }
  })
  w.check('what too little gas is refused with', before, 'Panic(0x01)')
}

/** Results that are delivered to a contract. */
export const callbacks = group('callbacks', [
  { name: 'a callback gets the data the digest was made of', run: delivered },
  { name: 'a finalization delivers to the callback too', run: finalized },
  { name: 'missing or wrong data do not end a task with a callback', run: otherData },
  {
    name: 'without a callback the data may be absent or match the digest',
    run: noCallback,
  },
  ...moods.map(bad),
  { name: 'a callback without code does not stop the task', run: noCode },
  { name: 'a callback must have had its gas', run: hungry },
])

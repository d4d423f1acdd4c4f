import type { Address, Hex } from '@iexec-sim/protocol'
import { keccak256 } from 'ethers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { accounts } from './support/accounts.ts'
import type { Target } from './support/chain.ts'
import { digestOf, Market } from './support/market.ts'

const data = '0x1234abcd'
const mood = { store: 0, revert: 1, burnGas: 2 }

let market: Market
let consumer: Target
beforeEach(async () => {
  market = await Market.open()
  consumer = await market.chain.deploy(accounts.stranger, 'ConsumerDouble')
})
afterEach(() => market[Symbol.asyncDispose]())

const dealFor = (callback: Hex) => market.deal({ request: { callback: callback as Address } })

test('a callback gets the data the digest was made of', async () => {
  const { task } = await dealFor(consumer.address)
  await market.contributeAndFinalize('worker1', task, data)
  expect(await market.chain.read(consumer, 'lastTask')).toBe(task)
  expect(await market.chain.read(consumer, 'lastResult')).toBe(data)
  expect(await market.chain.read(market.hub, 'resultFor', task)).toBe(data)
})

test('a finalization delivers to the callback too', async () => {
  const { task } = await dealFor(consumer.address)
  const digest = keccak256(data) as Hex
  await market.contribute('worker1', task, digest)
  await market.reveal('worker1', task, digest)
  const refusal = (callback: string) =>
    market.chain.refusal(accounts.poolOwner, market.hub, 'finalize', [task, '0x', callback])
  expect(await refusal('0x')).toBe('(empty)')
  expect(await refusal('0x1234')).toBe('(empty)')
  await market.finalize(task, '0x', data)
  expect(await market.chain.read(consumer, 'lastResult')).toBe(data)
})

test('missing or other data do not end a task with a callback', async () => {
  const { task } = await dealFor(consumer.address)
  const args = await market.completion('worker1', task, '0x', data)
  for (const other of ['0x', '0x1234']) {
    const wrong = args.with(3, other as Hex)
    expect(await market.chain.refusal(accounts.worker1, market.hub, 'contributeAndFinalize', wrong)).toBe('(empty)')
  }
})

test('without a callback the data may be absent or what the digest was made of', async () => {
  const refusal = async (args: unknown[]) =>
    market.chain.scratch(() => market.chain.refusal(accounts.worker1, market.hub, 'contributeAndFinalize', args))
  const { task } = await market.deal()
  const args = await market.completion('worker1', task, '0x', data)
  expect(await refusal(args)).toBe('ok')
  expect(await refusal(args.with(3, '0x'))).toBe('ok')
  expect(await refusal(args.with(3, '0x1234'))).toBe('(empty)')
})

test.each(['revert', 'burnGas'] as const)('a callback that does "%s" does not stop the task', async (name) => {
  await market.chain.send(accounts.stranger, consumer, 'setMood', [mood[name]])
  const { task } = await dealFor(consumer.address)
  await market.contributeAndFinalize('worker1', task, data)
  expect((await market.task(task)).status).toBe(3n)
  expect(await market.chain.read(consumer, 'lastResult')).toBe('0x')
})

test('a callback without code does not stop the task', async () => {
  const { task } = await dealFor(accounts.stranger)
  await market.contributeAndFinalize('worker1', task, data)
  expect((await market.task(task)).status).toBe(3n)
})

test('a callback must have had its gas', async () => {
  await market.chain.send(accounts.stranger, consumer, 'setMood', [mood.burnGas])
  const { task } = await dealFor(consumer.address)
  const args = await market.completion('worker1', task, '0x', data)
  const calldata = market.hub.abi.encodeFunctionData('contributeAndFinalize', args) as Hex
  const withGas = (gas: number) =>
    market.chain.scratch(() => market.chain.rawRefusal(accounts.worker1, market.hub.address, calldata, 0n, gas))
  // Going up in steps, the last limit refused lets the callback run, but with too little.
  let gas = 300_000
  let before = ''
  for (let outcome = ''; outcome !== 'ok'; gas += 10_000) {
    before = outcome
    outcome = await withGas(gas)
  }
  expect(before).toBe('Panic(0x01)')
})

test('the flat getters tell the same as the records', async () => {
  const { chain, hub } = market
  const { deal, task } = await market.deal()
  await market.contribute('worker1', task, digestOf('x'))
  const d = await chain.read(hub, 'viewDeal', deal)
  expect([...(await chain.read(hub, 'viewDealABILegacy_pt1', deal))]).toEqual([...d.app, ...d.dataset, ...d.workerpool])
  expect([...(await chain.read(hub, 'viewDealABILegacy_pt2', deal))]).toEqual([
    d.trust,
    d.tag,
    d.requester,
    d.beneficiary,
    d.callback,
    d.params,
  ])
  expect([...(await chain.read(hub, 'viewConfigABILegacy', deal))]).toEqual([
    d.category,
    d.startTime,
    d.botFirst,
    d.botSize,
    d.workerStake,
    d.schedulerRewardRatio,
  ])
  const t = [...(await market.task(task))]
  const flat = [...(await chain.read(hub, 'viewTaskABILegacy', task))]
  expect(flat).toEqual([...t.slice(0, 11), t[12]])
  const c = [...(await chain.read(hub, 'viewContribution', task, accounts.worker1))]
  expect([...(await chain.read(hub, 'viewContributionABILegacy', task, accounts.worker1))]).toEqual(c.slice(0, 4))
})

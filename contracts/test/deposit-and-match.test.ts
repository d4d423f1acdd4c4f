import type { MatchedOrders } from '@iexec-sim/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Hex } from '../src/index.ts'
import { accounts } from './support/accounts.ts'
import { type Changes, Market } from './support/market.ts'

const { requester, stranger } = accounts

// The requester has nothing in the escrow: whatever a deal costs comes with it.
let market: Market
beforeEach(async () => {
  market = await Market.open(['poolOwner'], 'token')
})
afterEach(() => market[Symbol.asyncDispose]())

const call = (o: MatchedOrders, fn = 'matchOrders') =>
  market.hub.abi.encodeFunctionData(fn, [o.app, o.dataset, o.workerpool, o.request]) as Hex
const refusal = (amount: number, data: Hex, from: Hex = requester) =>
  market.chain.refusal(from, market.chain.rlc, 'approveAndCall', [market.hub.address, amount, data])

test('the requester pays and gets its deal in one transaction', async () => {
  const { chain, hub } = market
  const orders = await market.signed({ dataset: null })
  const receipt = await chain.send(requester, chain.rlc, 'approveAndCall', [hub.address, 28, call(orders)])
  expect(market.story(receipt)).toEqual([
    'RLC.Approval(requester, hub, 28)',
    'RLC.Transfer(requester, hub, 28)',
    'Transfer(zero, requester, 28)',
    'Transfer(requester, hub, 28)',
    'Lock(requester, 28)',
    'Transfer(poolOwner, hub, 7)',
    'Lock(poolOwner, 7)',
    'SchedulerNotice(workerpool)',
    'OrdersMatched(1)',
  ])
  expect(await market.money('requester')).toBe('0/28')
  const deal = await chain.read(hub, 'viewDeal', market.dealId(orders))
  expect([deal.requester, deal.sponsor, deal.botSize]).toEqual([requester, requester, 1n])
})

test('what is deposited beyond the price stays free, and what was free before counts', async () => {
  await market.deposit('requester', 10n)
  expect(await refusal(20, call(await market.signed()))).toBe('ok')
  expect(await market.money('requester')).toBe('0/30')
  expect(await refusal(45, call(await market.signed()))).toBe('ok')
  expect(await market.money('requester')).toBe('15/60')
})

test('anyone may tell the hub of an approval, with the deal of who approved', async () => {
  const { chain, hub } = market
  await chain.send(requester, chain.rlc, 'approve', [hub.address, 30])
  const args = [requester, 30, chain.rlc.address, call(await market.signed())]
  expect(await chain.refusal(stranger, hub, 'receiveApproval', args)).toBe('ok')
  expect(await market.money('requester')).toBe('0/30')
})

test("nobody pays for somebody else's request", async () => {
  await market.deposit('sponsor', 1000n)
  await market.chain.send(accounts.owner, market.chain.rlc, 'transfer', [stranger, 100])
  const data = call(await market.signed())
  expect(await refusal(30, data, accounts.sponsor)).toBe('CallerIsNotTheRequester()')
  expect(await refusal(30, data, stranger)).toBe('CallerIsNotTheRequester()')
})

test('nothing else than matchOrders is called', async () => {
  expect(await refusal(30, '0x12345678')).toBe('UnsupportedOperation(0x12345678)')
  const sponsored = call(await market.signed(), 'sponsorMatchOrders')
  expect(await refusal(30, sponsored)).toBe('UnsupportedOperation(0x2f391533)')
  const withdraw = market.hub.abi.encodeFunctionData('withdraw', [1]) as Hex
  expect(await refusal(30, withdraw)).toBe('UnsupportedOperation(0x2e1a7d4d)')
})

test('data that are no call revert without a word', async () => {
  for (const data of ['0x00', '0x156194', '0x156194d4', '0x156194d4deadbeef'] as const) {
    expect(await refusal(30, data), data).toBe('(empty)')
  }
})

test('a refused match says why and takes no money', async () => {
  const { chain, hub } = market
  const before = await chain.read(chain.rlc, 'balanceOf', requester)
  const refused = async (amount: number, changes: Changes) => refusal(amount, call(await market.signed(changes)))
  expect(await refused(30, { app: { appprice: 4n } })).toBe('iExecV5-matchOrders-0x03')
  expect(await refused(29, {})).toBe('IexecEscrow: Transfer amount exceeds balance')
  expect(await refused(30, { app: { app: stranger }, request: { app: stranger } })).toBe('OperationFailed()')
  const { app, ...rest } = await market.signed()
  expect(await refusal(30, call({ ...rest, app: { ...app, sign: '0x' } }))).toBe('invalid-signature-format')
  expect(await market.money('requester')).toBe('0/0')
  expect(await chain.read(chain.rlc, 'balanceOf', requester)).toBe(before)
  expect(await chain.read(chain.rlc, 'allowance', requester, hub.address)).toBe(0n)
})

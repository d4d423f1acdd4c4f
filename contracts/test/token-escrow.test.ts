import { ZeroAddress } from 'ethers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Hex } from '../src/index.ts'
import { accounts } from './support/accounts.ts'
import { Market } from './support/market.ts'

const { requester, stranger, sponsor, owner } = accounts

let market: Market
beforeEach(async () => {
  market = await Market.open(['requester'], 'token')
})
afterEach(() => market[Symbol.asyncDispose]())

const rlcOf = (of: Hex): Promise<bigint> => market.chain.read(market.chain.rlc, 'balanceOf', of)
const send = (fn: string, args: unknown[], from: Hex = requester) => market.chain.send(from, market.hub, fn, args)
const refusal = (fn: string, args: unknown[], from: Hex = requester) => market.chain.refusal(from, market.hub, fn, args)
const approve = (amount: bigint) =>
  market.chain.send(requester, market.chain.rlc, 'approve', [market.hub.address, amount])

describe('deposits', () => {
  test('pull what was approved, and no more', async () => {
    const before = await rlcOf(requester)
    await approve(5n)
    expect(market.story(await send('deposit', [3]))).toEqual([
      'RLC.Transfer(requester, hub, 3)',
      'Transfer(zero, requester, 3)',
    ])
    expect(await market.money('requester')).toBe('1003/0')
    expect([before - (await rlcOf(requester)), await rlcOf(market.hub.address)]).toEqual([3n, 1003n])
    expect(await refusal('deposit', [3])).toBe('(empty)')
    expect(await refusal('deposit', [2])).toBe('ok')
  })

  test('pull no more than there is', async () => {
    const all = await rlcOf(requester)
    await approve(all + 1n)
    expect(await refusal('deposit', [all + 1n])).toBe('(empty)')
    expect(await refusal('deposit', [all])).toBe('ok')
  })

  test('can be for someone else, but not for nobody', async () => {
    await approve(10n)
    expect(market.story(await send('depositFor', [4, sponsor]))).toEqual([
      'RLC.Transfer(requester, hub, 4)',
      'Transfer(zero, sponsor, 4)',
    ])
    expect(await refusal('depositFor', [4, ZeroAddress])).toBe('ERC20: mint to the zero address')
  })

  test('can be for many at once', async () => {
    await approve(4n)
    const receipt = await send('depositForArray', [
      [1, 2],
      [sponsor, stranger],
    ])
    expect(market.story(receipt)).toEqual([
      'RLC.Transfer(requester, hub, 1)',
      'Transfer(zero, sponsor, 1)',
      'RLC.Transfer(requester, hub, 2)',
      'Transfer(zero, stranger, 2)',
    ])
    expect(
      await refusal('depositForArray', [
        [1, 1],
        [sponsor, stranger],
      ]),
    ).toBe('(empty)')
    expect(await refusal('depositForArray', [[1], [sponsor, stranger]])).toBe('invalid-array-length')
  })

  test('fail when the token says that it moved nothing', async () => {
    const { chain } = market
    const double = await chain.deploy(stranger, 'TokenDouble')
    await chain.rpc('hardhat_setCode', chain.rlc.address, await chain.rpc('eth_getCode', double.address, 'latest'))
    expect(await refusal('deposit', [1])).toBe('failed-transferFrom')
    expect(await refusal('withdraw', [1])).toBe('(empty)')
  })

  test('are not made in the currency of the chain', async () => {
    const { chain, hub } = market
    expect(await chain.rawRefusal(requester, hub.address, '0x', 1n)).toBe('fallback-disabled')
    expect(await chain.rawRefusal(requester, hub.address, '0x')).toBe('fallback-disabled')
    expect(await chain.rawRefusal(requester, hub.address, '0xd0e30db0', 10n ** 9n)).toBe('fallback-disabled')
    expect(await chain.rawRefusal(owner, hub.address, '0x715018a6')).toBe('fallback-disabled')
  })
})

describe('withdrawals', () => {
  test('pay out free money', async () => {
    const before = await rlcOf(requester)
    expect(market.story(await send('withdraw', [10]))).toEqual([
      'Transfer(requester, zero, 10)',
      'RLC.Transfer(hub, requester, 10)',
    ])
    expect((await rlcOf(requester)) - before).toBe(10n)
    await send('withdrawTo', [5, accounts.enclave])
    expect(await rlcOf(accounts.enclave)).toBe(5n)
    expect(await market.money('requester')).toBe('985/0')
    expect(await market.chain.read(market.hub, 'totalSupply')).toBe(985n)
  })

  test('pay out no more than is free', async () => {
    expect(await refusal('withdraw', [1001])).toBe('(empty)')
    expect(await refusal('withdrawTo', [1001, sponsor])).toBe('(empty)')
  })
})

test('the owner recovers what came without a deposit', async () => {
  const { chain, hub } = market
  await chain.send(requester, chain.rlc, 'transfer', [hub.address, 55])
  expect(await refusal('recover', [])).toBe('Ownable: caller is not the owner')
  expect(await chain.simulate(owner, hub, 'recover', [])).toBe(55n)
  expect(market.story(await send('recover', [], owner))).toEqual(['Transfer(zero, owner, 55)'])
  expect(await market.money('owner')).toBe('55/0')
})

describe('an approval that comes with a call', () => {
  const receive = (args: unknown[], from: Hex = stranger) => refusal('receiveApproval', args, from)

  test('deposits in one transaction', async () => {
    const { chain, hub } = market
    const receipt = await chain.send(requester, chain.rlc, 'approveAndCall', [hub.address, 100, '0x'])
    expect(market.story(receipt)).toEqual([
      'RLC.Approval(requester, hub, 100)',
      'RLC.Transfer(requester, hub, 100)',
      'Transfer(zero, requester, 100)',
    ])
    expect(await chain.read(hub, 'totalSupply')).toBe(1100n)
    expect(await chain.read(chain.rlc, 'allowance', requester, hub.address)).toBe(0n)
  })

  test('may be told by anyone, and credits who approved', async () => {
    const { rlc } = market.chain
    expect(await receive([requester, 7, rlc.address, '0x'])).toBe('(empty)')
    await approve(7n)
    expect(await receive([requester, 7, rlc.address, '0x'])).toBe('ok')
    expect([await market.money('requester'), await market.money('stranger')]).toEqual(['1007/0', '0/0'])
  })

  test('must be about the escrow token', async () => {
    await approve(7n)
    expect(await receive([requester, 7, stranger, '0x'])).toBe('wrong-token')
    expect(await receive([requester, 7, ZeroAddress, '0x'])).toBe('wrong-token')
  })
})

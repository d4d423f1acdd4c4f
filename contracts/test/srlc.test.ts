import { ZeroAddress } from 'ethers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Hex } from '../src/index.ts'
import { accounts } from './support/accounts.ts'
import { escrows } from './support/chain.ts'
import { Market } from './support/market.ts'

const { requester, stranger, sponsor } = accounts

describe.each(escrows)('with a %s escrow, the SRLC token', (escrow) => {
  let market: Market
  beforeEach(async () => {
    market = await Market.open(['requester'], escrow)
  })
  afterEach(() => market[Symbol.asyncDispose]())

  const send = (fn: string, args: unknown[] = [], from: Hex = requester) =>
    market.chain.send(from, market.hub, fn, args)
  const refusal = (fn: string, args: unknown[] = [], from: Hex = requester) =>
    market.chain.refusal(from, market.hub, fn, args)

  test('moves free money', async () => {
    expect(market.story(await send('transfer', [sponsor, 10]))).toEqual(['Transfer(requester, sponsor, 10)'])
    expect(await refusal('transfer', [sponsor, 991])).toBe('(empty)')
    expect(await refusal('transfer', [ZeroAddress, 1])).toBe('ERC20: transfer to the zero address')
    expect(await market.chain.read(market.hub, 'balanceOf', sponsor)).toBe(10n)
  })

  test('moves the money of others within an allowance', async () => {
    const { chain, hub } = market
    expect(market.story(await send('approve', [sponsor, 10]))).toEqual(['Approval(requester, sponsor, 10)'])
    expect(market.story(await send('transferFrom', [requester, stranger, 4], sponsor))).toEqual([
      'Transfer(requester, stranger, 4)',
      'Approval(requester, sponsor, 6)',
    ])
    expect(await refusal('transferFrom', [requester, stranger, 7], sponsor)).toBe('(empty)')
    const fromNobody = await refusal('transferFrom', [ZeroAddress, stranger, 0], sponsor)
    expect(fromNobody).toBe('ERC20: transfer from the zero address')
    await send('increaseAllowance', [sponsor, 5])
    expect(await chain.read(hub, 'allowance', requester, sponsor)).toBe(11n)
    await send('decreaseAllowance', [sponsor, 1])
    expect(await chain.read(hub, 'allowance', requester, sponsor)).toBe(10n)
    expect(await refusal('decreaseAllowance', [sponsor, 11])).toBe('(empty)')
    expect(await refusal('approve', [ZeroAddress, 1])).toBe('ERC20: approve to the zero address')
  })

  test('tells a spender of its allowance', async () => {
    const { chain } = market
    const spender = await chain.deploy(stranger, 'DepositorDouble')
    const receipt = await send('approveAndCall', [spender.address, 9, '0x'])
    expect(receipt.logs.map(({ name }) => name)).toEqual(['Approval'])
    await chain.send(stranger, spender, 'setAccepts', [false])
    expect(await refusal('approveAndCall', [spender.address, 9, '0x'])).toBe('approval-refused')
  })

  test('tells free and locked money apart', async () => {
    await market.deposit('poolOwner', 100n)
    await market.deal()
    const { chain, hub } = market
    expect(await chain.read(hub, 'balanceOf', requester)).toBe(970n)
    expect(await chain.read(hub, 'frozenOf', requester)).toBe(30n)
    expect([...(await chain.read(hub, 'viewAccountABILegacy', requester))]).toEqual([970n, 30n])
    expect(await refusal('withdraw', [971])).toBe('(empty)')
  })
})

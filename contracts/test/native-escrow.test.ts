import { ZeroAddress } from 'ethers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Hex } from '../src/index.ts'
import { accounts } from './support/accounts.ts'
import { Market } from './support/market.ts'

const GWEI = 10n ** 9n
const { requester, stranger, sponsor, owner } = accounts

let market: Market
beforeEach(async () => {
  market = await Market.open(['requester'])
})
afterEach(() => market[Symbol.asyncDispose]())

const wei = async (of: Hex) => BigInt(await market.chain.rpc<Hex>('eth_getBalance', of, 'latest'))
const send = (fn: string, args: unknown[] = [], value = 0n, from: Hex = requester) =>
  market.chain.send(from, market.hub, fn, args, value)
const refusal = (fn: string, args: unknown[] = [], value = 0n, from: Hex = requester) =>
  market.chain.refusal(from, market.hub, fn, args, value)

describe('deposits', () => {
  test('credit whole nRLC and give the odd wei back', async () => {
    const before = await wei(requester)
    const receipt = await send('deposit', [], 5n * GWEI + 3n)
    expect(market.story(receipt)).toEqual(['Transfer(zero, requester, 5)'])
    expect(await market.money('requester')).toBe('1005/0')
    expect(before - (await wei(requester))).toBe(5n * GWEI)
    expect(await wei(market.hub.address)).toBe(1005n * GWEI)
  })

  test('are also plain transfers and calls of what the hub does not know', async () => {
    const { chain, hub } = market
    const plain = await chain.transact(requester, hub.address, '0x', 5_000_000_003n)
    expect(market.story(plain)).toEqual(['Transfer(zero, requester, 5)'])
    const unknown = await chain.transact(requester, hub.address, '0x12345678', 2n * GWEI)
    expect(market.story(unknown)).toEqual(['Transfer(zero, requester, 2)'])
    const renounce = await chain.transact(owner, hub.address, '0x715018a6')
    expect(market.story(renounce)).toEqual(['Transfer(zero, owner, 0)'])
    expect(await chain.read(hub, 'owner')).toBe(owner)
    expect(await wei(hub.address)).toBe(1007n * GWEI)
  })

  test('can be for someone else, but not for nobody', async () => {
    expect(market.story(await send('depositFor', [sponsor], GWEI))).toEqual(['Transfer(zero, sponsor, 1)'])
    expect(await refusal('depositFor', [ZeroAddress], GWEI)).toBe('ERC20: mint to the zero address')
  })

  test('can be for many at once, with the rest given back', async () => {
    const before = await wei(requester)
    await send(
      'depositForArray',
      [
        [1, 2],
        [sponsor, stranger],
      ],
      5n * GWEI,
    )
    expect(await market.money('sponsor')).toBe('1/0')
    expect(await market.money('stranger')).toBe('2/0')
    expect(before - (await wei(requester))).toBe(3n * GWEI)
    expect(
      await refusal(
        'depositForArray',
        [
          [1, 2],
          [sponsor, stranger],
        ],
        3n * GWEI - 1n,
      ),
    ).toBe('Panic(0x11)')
    expect(await refusal('depositForArray', [[1], [sponsor, stranger]], GWEI)).toBe('invalid-array-length')
  })

  test('fail when the odd wei are not taken back', async () => {
    const { chain, hub } = market
    const contract = await chain.deploy(stranger, 'DepositorDouble')
    const deposit = hub.abi.encodeFunctionData('deposit')
    const args = [hub.address, deposit]
    expect(await chain.refusal(stranger, contract, 'call', args, GWEI + 1n)).toBe('native-transfer-failed')
    expect(await chain.refusal(stranger, contract, 'call', args, GWEI)).toBe('ok')
    const withdraw = hub.abi.encodeFunctionData('withdraw', [1])
    expect(await chain.refusal(stranger, contract, 'call', [hub.address, withdraw])).toBe('native-transfer-failed')
  })
})

describe('withdrawals', () => {
  test('pay out free money', async () => {
    const before = await wei(requester)
    expect(market.story(await send('withdraw', [10]))).toEqual(['Transfer(requester, zero, 10)'])
    expect((await wei(requester)) - before).toBe(10n * GWEI)
    await send('withdrawTo', [5, accounts.enclave])
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
  await chain.rpc('hardhat_setBalance', hub.address, `0x${(1055n * GWEI + 7n).toString(16)}`)
  expect(await refusal('recover')).toBe('Ownable: caller is not the owner')
  expect(await chain.simulate(owner, hub, 'recover', [])).toBe(55n)
  expect(market.story(await send('recover', [], 0n, owner))).toEqual(['Transfer(zero, owner, 55)'])
  expect(await market.money('owner')).toBe('55/0')
})

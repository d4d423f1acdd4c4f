import type { Hex } from '@iexec-sim/protocol'
import { AbiCoder, keccak256, toBeHex, ZeroAddress } from 'ethers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { accounts } from '../src/world/accounts.ts'
import { Market } from '../src/world/market.ts'

const RLC = 10n ** 9n
const SUPPLY = 87_000_000n * RLC
const { owner, requester, sponsor, stranger } = accounts

let market: Market
beforeEach(async () => {
  market = await Market.open({ mode: 'token' }, [])
})
afterEach(() => market[Symbol.asyncDispose]())

const read = (fn: string, ...args: unknown[]) => market.chain.read(market.chain.rlc, fn, ...args)
const send = async (fn: string, args: unknown[], from: Hex = requester) =>
  market.story(await market.chain.send(from, market.chain.rlc, fn, args))
const refusal = (fn: string, args: unknown[], from: Hex = requester) =>
  market.chain.refusal(from, market.chain.rlc, fn, args)

test('the token has its name, symbol and decimals', async () => {
  const facts = ['name', 'symbol', 'decimals', 'version', 'locked', 'owner']
  expect(await Promise.all(facts.map((name) => read(name)))).toEqual([
    'iExec RLC Token',
    'RLC',
    9n,
    'v0.1',
    false,
    owner,
  ])
  expect([await read('totalSupply'), await read('initialSupply')]).toEqual([SUPPLY, SUPPLY])
})

test('the development accounts hold the supply, most of it the first', async () => {
  const holders = Object.values(accounts).slice(0, 10)
  const balances: bigint[] = await Promise.all(holders.map((holder) => read('balanceOf', holder)))
  expect(balances).toEqual([
    SUPPLY - 90_000n * RLC,
    ...Array.from({ length: 9 }, () => 10_000n * RLC),
  ])
})

test('a holder transfers its RLC', async () => {
  expect(await send('transfer', [stranger, 10])).toEqual(['RLC.Transfer(requester, stranger, 10)'])
  expect([await read('balanceOf', stranger), await read('totalSupply')]).toEqual([10n, SUPPLY])
  expect(await refusal('transfer', [requester, 11], stranger)).toBe('(empty)')
  expect(await send('transfer', [stranger, 10], stranger)).toEqual([
    'RLC.Transfer(stranger, stranger, 10)',
  ])
  expect(await read('balanceOf', stranger)).toBe(10n)
})

test('a spender transfers within its allowance', async () => {
  expect(await send('approve', [sponsor, 10])).toEqual(['RLC.Approval(requester, sponsor, 10)'])
  expect(await send('transferFrom', [requester, stranger, 4], sponsor)).toEqual([
    'RLC.Transfer(requester, stranger, 4)',
  ])
  expect(await read('allowance', requester, sponsor)).toBe(6n)
  expect(await refusal('transferFrom', [requester, stranger, 7], sponsor)).toBe('(empty)')
  await send('approve', [sponsor, SUPPLY])
  expect(await refusal('transferFrom', [requester, stranger, 10_000n * RLC], sponsor)).toBe(
    '(empty)',
  )
})

test('approveAndCall notifies the contract of its allowance', async () => {
  const spender = await market.chain.deploy(stranger, 'DepositorDouble')
  expect(await refusal('approveAndCall', [spender.address, 9, '0x'])).toBe('ok')
  expect(await read('allowance', requester, spender.address)).toBe(9n)
  expect(await refusal('approveAndCall', [stranger, 9, '0x'])).toBe('(empty)')
})

test('a holder burns its RLC', async () => {
  expect(await send('burn', [4])).toEqual(['RLC.Transfer(requester, zero, 4)'])
  expect(await read('totalSupply')).toBe(SUPPLY - 4n)
  expect(await refusal('burn', [10_000n * RLC])).toBe('(empty)')
})

describe('the faucet', () => {
  test('mints, burns and approves for any account', async () => {
    expect(await send('refill', [stranger, 5], owner)).toEqual(['RLC.Transfer(owner, stranger, 5)'])
    expect([await read('balanceOf', stranger), await read('totalSupply')]).toEqual([
      5n,
      SUPPLY + 5n,
    ])
    expect(await send('forceBurn', [stranger, 2], owner)).toEqual([
      'RLC.Transfer(stranger, zero, 2)',
    ])
    expect(await refusal('forceBurn', [stranger, 4], owner)).toBe('(empty)')
    expect(await send('forceApprove', [stranger, sponsor, 3], owner)).toEqual([
      'RLC.Approval(stranger, sponsor, 3)',
    ])
    expect([await read('balanceOf', stranger), await read('totalSupply')]).toEqual([
      3n,
      SUPPLY + 3n,
    ])
  })

  test('does nothing for other callers than its owner', async () => {
    expect(await send('refill', [requester, 5])).toEqual([])
    expect(await send('forceBurn', [sponsor, 5])).toEqual([])
    expect(await send('forceApprove', [sponsor, requester, 5])).toEqual([])
    expect(await send('transferOwnership', [requester])).toEqual([])
    expect([await read('totalSupply'), await read('owner')]).toEqual([SUPPLY, owner])
    expect(await read('balanceOf', sponsor)).toBe(10_000n * RLC)
    expect(await read('allowance', sponsor, requester)).toBe(0n)
  })

  test('can be given away', async () => {
    await send('transferOwnership', [requester], owner)
    expect(await send('refill', [stranger, 5])).toEqual(['RLC.Transfer(requester, stranger, 5)'])
    expect(await send('refill', [stranger, 5], owner)).toEqual([])
  })
})

test('balances are in the slots where tools set them', async () => {
  const { chain } = market
  const namespace = '0x52c63247e1f47db19d5ce0460030c497f067ca4cebf71ba98eeadabe20bace00'
  const slot = keccak256(
    AbiCoder.defaultAbiCoder().encode(['address', 'bytes32'], [stranger, namespace]),
  )
  await chain.rpc('hardhat_setStorageAt', chain.rlc.address, slot, toBeHex(77, 32))
  expect(await read('balanceOf', stranger)).toBe(77n)
  expect(await send('transfer', [sponsor, 77], stranger)).toEqual([
    'RLC.Transfer(stranger, sponsor, 77)',
  ])
  expect(await read('balanceOf', ZeroAddress)).toBe(0n)
})

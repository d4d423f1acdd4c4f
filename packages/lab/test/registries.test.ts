import { appAbi } from '@iexec-sim/contracts'
import { concat, getCreate2Address, Interface, keccak256 } from 'ethers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accounts } from '../src/world/accounts.ts'
import { Market, tag } from '../src/world/market.ts'

let market: Market
beforeAll(async () => {
  market = await Market.open({}, [])
})
afterAll(() => market[Symbol.asyncDispose]())

const fields = ['name', 'DOCKER', '0x1234', tag(5), '0xabcd']

test('the address follows from registry, content, first owner and the code of the proxy', async () => {
  const { chain } = market
  const registry = market.registry('app')
  const owner = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
  const content = ['name', 'DOCKER', '0x1234', tag(0), '0x']
  const initData = new Interface(appAbi).encodeFunctionData('initialize', content)
  expect((initData.length - 2) / 2).toBe(388)
  const salt = keccak256(concat([initData, owner]))
  expect(salt).toBe('0x7acda5b5018f7e088eabf4b2dfe050fa8c46bddc6c02aa96c4cdc045e2eba178')
  const codeHash = keccak256(await chain.read(registry, 'proxyCode'))
  expect(await chain.read(registry, 'proxyCodeHash')).toBe(codeHash)
  const expected = getCreate2Address(registry.address, salt, codeHash)
  expect(await chain.read(registry, 'predictApp', owner, ...content)).toBe(expected)
})

test('an asset is initialized once, and the implementation of its proxy is set once', async () => {
  const { chain } = market
  const app = { address: market.app, abi: new Interface(appAbi) }
  expect(await chain.refusal(accounts.appOwner, app, 'initialize', fields)).toBe(
    'already initialized',
  )
  const proxy = new Interface(['function initialize(address logic, bytes data)'])
  const again = proxy.encodeFunctionData('initialize', [accounts.stranger, '0x']) as `0x${string}`
  expect(again.slice(0, 10)).toBe('0xd1f57894')
  expect(await chain.rawRefusal(accounts.stranger, market.app, again)).toBe('(empty)')
})

test('only owners name contracts, on chains with ENS', async () => {
  const { chain, pool } = market
  const nowhere = [accounts.stranger, 'pool.eth']
  expect(await chain.refusal(accounts.stranger, pool, 'setName', nowhere)).toBe(
    'caller is not the owner',
  )
  expect(await chain.refusal(accounts.poolOwner, pool, 'setName', nowhere)).toBe(
    'Operation not supported on this chain',
  )
  const registry = market.registry('app')
  expect(await chain.refusal(accounts.stranger, registry, 'setName', nowhere)).toBe(
    'Ownable: caller is not the owner',
  )
  expect(await chain.refusal(accounts.owner, registry, 'setName', nowhere)).toBe(
    'Operation not supported on this chain',
  )
})

test('a registry is configured by its owner', async () => {
  const { chain } = market
  const registry = market.registry('app')
  const denied = 'Ownable: caller is not the owner'
  expect(await chain.refusal(accounts.stranger, registry, 'setBaseURI', ['x'])).toBe(denied)
  expect(await chain.refusal(accounts.stranger, registry, 'initialize', [accounts.stranger])).toBe(
    denied,
  )
  expect(
    await chain.refusal(accounts.stranger, registry, 'transferOwnership', [accounts.stranger]),
  ).toBe(denied)
  await chain.scratch(async () => {
    await chain.send(accounts.owner, registry, 'setBaseURI', ['http://x/'])
    expect(await chain.read(registry, 'tokenURI', market.app)).toBe(
      `http://x/${BigInt(market.app)}`,
    )
    await chain.send(accounts.owner, registry, 'transferOwnership', [accounts.stranger])
    await chain.send(accounts.stranger, registry, 'renounceOwnership')
    expect(await chain.refusal(accounts.stranger, registry, 'setBaseURI', ['x'])).toBe(denied)
  })
})

test('a registry includes the assets of the previous one', async () => {
  const { chain } = market
  const registry = await chain.deploy(accounts.stranger, 'AppRegistry', [true])
  await chain.send(accounts.stranger, registry, 'initialize', [market.registry('app').address])
  expect(await chain.read(registry, 'isRegistered', market.app)).toBe(true)
  expect(await chain.read(registry, 'isRegistered', market.dataset)).toBe(false)
})

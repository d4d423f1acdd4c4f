import { concat, getCreate2Address, Interface, keccak256 } from 'ethers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { appAbi, datasetAbi } from '../src/index.ts'
import { accounts } from './support/accounts.ts'
import { Market, tag } from './support/market.ts'

let market: Market
beforeAll(async () => {
  market = await Market.open([])
})
afterAll(() => market[Symbol.asyncDispose]())

const fields = ['name', 'DOCKER', '0x1234', tag(5), '0xabcd']

test('an asset is created where it was predicted, with one log of four topics', async () => {
  const { chain } = market
  const registry = market.registry('app')
  const args = [accounts.appOwner, ...fields]
  const predicted = await chain.read(registry, 'predictApp', ...args)
  expect(await chain.read(registry, 'isRegistered', predicted)).toBe(false)
  const { logs } = await chain.send(accounts.stranger, registry, 'createApp', args)
  expect(logs).toHaveLength(1)
  expect(logs[0]!.name).toBe('Transfer')
  expect(logs[0]!.topics).toHaveLength(4)
  expect([...logs[0]!.args]).toEqual([
    '0x0000000000000000000000000000000000000000',
    accounts.appOwner,
    BigInt(predicted),
  ])
  expect(await chain.read(registry, 'isRegistered', predicted)).toBe(true)
  expect(await chain.refusal(accounts.stranger, registry, 'createApp', args)).toBe('Create2: Failed on deploy')
  expect([...(await chain.read(market.hub, 'viewApp', predicted))]).toEqual([accounts.appOwner, ...fields])
})

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

test('every getter of an asset answers', async () => {
  const { chain } = market
  expect([...(await chain.read(market.hub, 'viewDataset', market.dataset))]).toEqual([
    accounts.datasetOwner,
    'dataset',
    '0x1234',
    tag(0),
  ])
  const app = { address: market.app, abi: new Interface(appAbi) }
  for (const [name, value] of [
    ['m_appName', 'app'],
    ['m_appType', 'DOCKER'],
    ['m_appMultiaddr', '0x1234'],
    ['m_appChecksum', tag(0)],
    ['m_appMREnclave', '0x'],
    ['owner', accounts.appOwner],
    ['registry', market.registry('app').address],
  ] as const) {
    expect(await chain.read(app, name), name).toBe(value)
  }
})

test('an asset is filled once, and its master never', async () => {
  const { chain } = market
  const app = { address: market.app, abi: new Interface(appAbi) }
  expect(await chain.refusal(accounts.appOwner, app, 'initialize', fields)).toBe('already initialized')
  const master = { ...app, address: await chain.read(market.registry('app'), 'master') }
  expect(await chain.refusal(accounts.stranger, master, 'initialize', fields)).toBe('already initialized')
  const proxy = new Interface(['function initialize(address logic, bytes data)'])
  const again = proxy.encodeFunctionData('initialize', [accounts.stranger, '0x']) as `0x${string}`
  expect(again.slice(0, 10)).toBe('0xd1f57894')
  expect(await chain.rawRefusal(accounts.stranger, market.app, again)).toBe('(empty)')
})

test('ownership of an asset and the right to sign its orders go with its token', async () => {
  const { chain } = market
  const registry = market.registry('dataset')
  const dataset = { address: market.dataset, abi: new Interface(datasetAbi) }
  await chain.scratch(async () => {
    const safe = 'safeTransferFrom(address,address,uint256)'
    const move = [accounts.datasetOwner, accounts.stranger, market.dataset]
    expect(await chain.refusal(accounts.stranger, registry, safe, move)).toMatch(/^ERC721InsufficientApproval/)
    const { logs } = await chain.send(accounts.datasetOwner, registry, safe, move)
    expect(logs.map(({ name }) => name)).toEqual(['Transfer'])
    expect(await chain.read(dataset, 'owner')).toBe(accounts.stranger)
    expect(await chain.read(registry, 'balanceOf', accounts.stranger)).toBe(1n)
    expect(await chain.read(registry, 'tokenOfOwnerByIndex', accounts.stranger, 0)).toBe(BigInt(market.dataset))
    const orders = await market.signed({ app: { appprice: 0n }, workerpool: { workerpoolprice: 0n } })
    const free = { ...orders, dataset: { ...orders.dataset, datasetprice: 0n } }
    expect(
      await market.matchRefusal({ ...free, dataset: await market.sign('DatasetOrder', free.dataset, 'datasetOwner') }),
    ).toBe('iExecV5-matchOrders-0x31')
    expect(
      await market.matchRefusal({ ...free, dataset: await market.sign('DatasetOrder', free.dataset, 'stranger') }),
    ).toBe('ok')
  })
})

test('a pool owner sets its policy within bounds', async () => {
  const { chain, pool } = market
  expect(await chain.refusal(accounts.stranger, pool, 'changePolicy', [1, 1])).toBe('caller is not the owner')
  expect(await chain.refusal(accounts.poolOwner, pool, 'changePolicy', [1, 101])).toBe('(empty)')
  await chain.scratch(async () => {
    const { logs } = await chain.send(accounts.poolOwner, pool, 'changePolicy', [1000, 100])
    expect([logs[0]!.name, ...logs[0]!.args]).toEqual(['PolicyUpdate', 35n, 1000n, 5n, 100n])
    expect(logs[0]!.topics).toEqual(['0x61f37ef3a6d587ce2d6be79492e1fac570f2745787015db7ed95ad4397b05c1e'])
  })
})

test('naming is for owners, and for chains with ENS', async () => {
  const { chain, pool } = market
  const nowhere = [accounts.stranger, 'pool.eth']
  expect(await chain.refusal(accounts.stranger, pool, 'setName', nowhere)).toBe('caller is not the owner')
  expect(await chain.refusal(accounts.poolOwner, pool, 'setName', nowhere)).toBe(
    'Operation not supported on this chain',
  )
  const registry = market.registry('app')
  expect(await chain.refusal(accounts.stranger, registry, 'setName', nowhere)).toBe('Ownable: caller is not the owner')
  expect(await chain.refusal(accounts.owner, registry, 'setName', nowhere)).toBe(
    'Operation not supported on this chain',
  )
})

test('a registry is configured by its owner', async () => {
  const { chain } = market
  const registry = market.registry('app')
  const denied = 'Ownable: caller is not the owner'
  expect(await chain.refusal(accounts.stranger, registry, 'setBaseURI', ['x'])).toBe(denied)
  expect(await chain.refusal(accounts.stranger, registry, 'initialize', [accounts.stranger])).toBe(denied)
  expect(await chain.refusal(accounts.stranger, registry, 'transferOwnership', [accounts.stranger])).toBe(denied)
  await chain.scratch(async () => {
    await chain.send(accounts.owner, registry, 'setBaseURI', ['http://x/'])
    expect(await chain.read(registry, 'tokenURI', market.app)).toBe(`http://x/${BigInt(market.app)}`)
    await chain.send(accounts.owner, registry, 'transferOwnership', [accounts.stranger])
    await chain.send(accounts.stranger, registry, 'renounceOwnership')
    expect(await chain.refusal(accounts.stranger, registry, 'setBaseURI', ['x'])).toBe(denied)
  })
})

test('a registry also knows the assets of the one before it', async () => {
  const { chain } = market
  const registry = await chain.deploy(accounts.stranger, 'AppRegistry')
  await chain.send(accounts.stranger, registry, 'initialize', [market.registry('app').address])
  expect(await chain.read(registry, 'isRegistered', market.app)).toBe(true)
  expect(await chain.read(registry, 'isRegistered', market.dataset)).toBe(false)
})

import { type DealId, signHash, taskIdOf } from '@iexec-sim/protocol'
import { keccak256, SigningKey, toUtf8Bytes, ZeroAddress } from 'ethers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Hex } from '../src/index.ts'
import { accounts, wallets } from './support/accounts.ts'
import { type Receipt, type Target, TestChain } from './support/chain.ts'

// A hub at another address of another chain, with assets at round addresses: values known from elsewhere.
const repeat = (digit: string) => `0x${digit.repeat(40)}` as Hex
const [app, dataset, workerpool, requester, worker] = ['1', '2', '3', '4', '5'].map(repeat) as [Hex, Hex, Hex, Hex, Hex]
const salt = `0x${'01'.repeat(32)}`
const zero = `0x${'00'.repeat(32)}`
const none = ZeroAddress
const appOrder = [app, 3, 1000, zero, none, none, none, salt, '0x']
const datasetOrder = [dataset, 2, 1000, zero, none, none, none, salt, '0x']
const workerpoolOrder = [workerpool, 25, 1000, zero, 0, 10, none, none, none, salt, '0x']
const requestOrder = [
  ...[app, 3, dataset, 2, workerpool, 25, requester, 2, zero, 0, 1, requester, none, '{"iexec_args":"x"}', salt, '0x'],
]
const golden = {
  separator: '0x351c31988d1d724f03d95d7a67e2accfef6b6dae5a76f27b0b47613646d2ef34',
  app: '0x8701c496d8205f71da2d503e05e715091ceeec4674dcc07b5748f44b7a159713',
  dataset: '0xfa1b1e2c655b6dd9930c04e2b5ff789d9f4f91644bec500a81a55751f863b528',
  workerpool: '0xbf15e066364790f51890e2c737236c540cf244a8c0329e3f02cb1a0e42aa5b9d',
  request: '0x1bafdeed17842e3a112d5842cf86a2a7218b4a8e4bcc9f4d9445b66aa545f6bf',
  signOperation: '0xa79c95504a1631d66c2fb3fb22682ebb3b7d2068a6332ccb56addb8afe11f50d',
  closeOperation: '0x566d095d2fc1aab9dc7185875482d30742b401dcc4baccf8214c99e7fc2b9b07',
  deal0: '0x452812ee35613fb6fd2e5e951167076df92015f6f45462b5deeb61c81d883fc9' as DealId,
  deal1: '0xe33f4ec603fc097890fe7fccac30b3684b3280028d2a508d1528809e1d421047' as DealId,
  task0: '0x5024600d3a00526b5b63652c85a212430ce0356ca3f1a44d551b0f9784a67774',
  task1: '0xdf61e66c0137593dc5b0252e865101c7fa96953d8e2a8b7029f6ffc3f67178fb',
  digest: '0x06b0a4f426f6713234b2d4b2468640bc4e0bb72657a920ad24c5087153c593c8',
  hash: '0xa37cdfdb3245686e2df702b5295b565284e3d4bbd8bc77a9018e51f7301fc8e8',
  seal: '0x2bfccdf93f4c05de681d6202a2c11a6eb9c55bddf302d20d8effe8e4dc9a1b5e',
  authorization: '0x45cb56dac7382d8dc6684c4385ad5c9b0baa19d9711eada59d4420212e9fdd31' as Hex,
}

let chain: TestChain
let hub: Target
beforeAll(async () => {
  chain = await TestChain.open({ chainId: 31337, genesis: false })
  const { owner } = accounts
  const desk = await chain.deploy(accounts.stranger, 'NativeHubDesk')
  hub = { ...chain.hub, address: (await chain.deploy(owner, 'Hub', [desk.address])).address }
  expect(hub.address).toBe('0x5FbDB2315678afecb367f032d93F642f64180aa3') // the first contract of the first account

  const double = await chain.deploy(owner, 'AssetDouble')
  const code = await chain.rpc('eth_getCode', double.address, 'latest')
  for (const [at, assetOwner] of [
    [app, accounts.appOwner],
    [dataset, accounts.datasetOwner],
    [workerpool, accounts.poolOwner],
  ] as const) {
    await chain.rpc('hardhat_setCode', at, code)
    await chain.send(owner, { ...double, address: at }, 'setOwner', [assetOwner])
  }
  for (const slot of ['1', '2']) {
    const value = `0x${(slot === '1' ? 30 : 1).toString(16).padStart(64, '0')}`
    await chain.rpc('hardhat_setStorageAt', workerpool, `0x${slot}`, value)
  }
  await chain.send(owner, hub, 'configure', [none, 'n', 's', 9, double.address, double.address, double.address, none])
  await chain.send(owner, hub, 'createCategory', ['XS', '{}', 300])
  for (const account of [requester, worker]) {
    await chain.rpc('hardhat_impersonateAccount', account)
    await chain.rpc('hardhat_setBalance', account, '0xde0b6b3a7640000')
    await chain.send(account, hub, 'deposit', [], 10n ** 12n)
  }
  await chain.send(accounts.poolOwner, hub, 'deposit', [], 10n ** 12n)
})
afterAll(() => chain[Symbol.asyncDispose]())

const only = ({ logs }: Receipt) => [logs[0]!.name, ...logs[0]!.args]

test('the domain', async () => {
  expect(await chain.read(hub, 'eip712domain_separator')).toBe(golden.separator)
})

test('the order digests', async () => {
  const sign = async (from: Hex, fn: string, order: unknown[]) =>
    only(await chain.send(from, hub, fn, [[order, 0, '0x']]))
  expect(await sign(accounts.appOwner, 'manageAppOrder', appOrder)).toEqual(['SignedAppOrder', golden.app])
  expect(await sign(accounts.datasetOwner, 'manageDatasetOrder', datasetOrder)).toEqual([
    'SignedDatasetOrder',
    golden.dataset,
  ])
  expect(await sign(accounts.poolOwner, 'manageWorkerpoolOrder', workerpoolOrder)).toEqual([
    'SignedWorkerpoolOrder',
    golden.workerpool,
  ])
  expect(await sign(requester, 'manageRequestOrder', requestOrder)).toEqual(['SignedRequestOrder', golden.request])
})

test('the operation digests', async () => {
  const key = new SigningKey(wallets.appOwner.privateKey)
  for (const [operation, digest] of [
    [0, golden.signOperation],
    [1, golden.closeOperation],
  ] as const) {
    const args = [[appOrder, operation, key.sign(digest).serialized]]
    expect(await chain.scratch(() => chain.refusal(accounts.stranger, hub, 'manageAppOrder', args))).toBe('ok')
    const other = [[appOrder, 1 - operation, key.sign(digest).serialized]]
    expect(await chain.refusal(accounts.stranger, hub, 'manageAppOrder', other)).toBe('invalid-sender-or-signature')
  }
})

test('the deal and task ids, hash, seal and authorization', async () => {
  const match = (pool: unknown[]) =>
    chain.send(accounts.stranger, hub, 'matchOrders', [appOrder, datasetOrder, pool, requestOrder])
  const dealOf = ({ logs }: Receipt) => logs.find(({ name }) => name === 'OrdersMatched')!.args.dealid

  // A pool order of volume 1 takes half of the request, so that the other half is a deal of its own.
  await chain.scratch(async () => {
    const half = workerpoolOrder.with(2, 1)
    await chain.send(accounts.poolOwner, hub, 'manageWorkerpoolOrder', [[half, 0, '0x']])
    expect(dealOf(await match(half))).toBe(golden.deal0)
    expect(dealOf(await match(workerpoolOrder))).toBe(golden.deal1)
  })

  expect(dealOf(await match(workerpoolOrder))).toBe(golden.deal0)
  for (const [index, task] of [golden.task0, golden.task1].entries()) {
    const { logs } = await chain.send(accounts.stranger, hub, 'initialize', [golden.deal0, index])
    expect(logs[0]!.args.taskid).toBe(task)
    expect(taskIdOf(golden.deal0, index)).toBe(task)
  }
  expect(keccak256(toUtf8Bytes('result'))).toBe(golden.digest)
  const authorization = await signHash(golden.authorization, wallets.poolOwner)
  const args = [golden.task0, golden.hash, golden.seal, none, zero, authorization]
  await chain.send(worker, hub, 'contribute', args)
  await chain.send(worker, hub, 'reveal', [golden.task0, golden.digest])
  expect((await chain.read(hub, 'viewTask', golden.task0)).resultDigest).toBe(golden.digest)
})

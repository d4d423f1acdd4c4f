import { appAbi, datasetAbi } from '@iexec-sim/contracts'
import type { Hex } from '@iexec-sim/protocol'
import { Interface, keccak256, ZeroAddress } from 'ethers'
import { group } from '../scenario.ts'
import { accounts } from '../world/accounts.ts'
import { tag } from '../world/market.ts'
import type { World } from '../world/world.ts'

const proxyAbi = new Interface(['function initialize(address logic, bytes data) payable'])
const fields = ['name', 'DOCKER', '0x1234', tag(5), '0xabcd']

async function creation(w: World): Promise<void> {
  const { chain, market } = w
  const registry = market.registry('app')
  const args = [accounts.appOwner, ...fields]
  const predicted = await chain.read(registry, 'predictApp', ...args)
  market.names.give(predicted, 'new app')
  w.check('registered before', await chain.read(registry, 'isRegistered', predicted), false)
  const { logs } = await chain.send(accounts.stranger, registry, 'createApp', args)
  w.check(
    'logs',
    logs.map(({ name, topics }) => [name, topics.length]),
    [['Transfer', 4]],
  )
  w.check('the log', logs[0]!.args, [`0x${'0'.repeat(40)}`, accounts.appOwner, BigInt(predicted)])
  w.check('registered', await chain.read(registry, 'isRegistered', predicted), true)
  w.check(
    'the same again',
    await chain.refusal(accounts.stranger, registry, 'createApp', args),
    'Create2: Failed on deploy',
  )
  const hash = keccak256(await chain.read(registry, 'proxyCode'))
  w.check('hash of the proxy code', await chain.read(registry, 'proxyCodeHash'), hash)
}

async function everyKind(w: World): Promise<void> {
  const { chain, market } = w
  const assets = {
    app: [accounts.worker1, ...fields],
    dataset: [accounts.worker1, 'name', '0x1234', tag(5)],
    workerpool: [accounts.worker1, 'description'],
  }
  for (const [kind, args] of Object.entries(assets)) {
    const registry = market.registry(kind as keyof typeof assets)
    const name = kind.replace(/^./, (letter) => letter.toUpperCase())
    const predicted = await chain.read(registry, `predict${name}`, ...args)
    market.names.give(predicted, `new ${kind}`)
    await chain.send(accounts.stranger, registry, `create${name}`, args)
    w.check(
      `owner of the new ${kind}`,
      await chain.read(registry, 'ownerOf', predicted),
      accounts.worker1,
    )
  }
}

async function getters(w: World): Promise<void> {
  const app = { address: w.market.app, abi: new Interface(appAbi) }
  for (const [name, value] of Object.entries({
    m_appName: 'app',
    m_appType: 'DOCKER',
    m_appMultiaddr: '0x1234',
    m_appChecksum: tag(0),
    m_appMREnclave: '0x',
    owner: accounts.appOwner,
    registry: w.market.registry('app').address,
  }))
    w.check(name, await w.chain.read(app, name), value)
  const pool = w.market.pool
  for (const [name, value] of Object.entries({
    m_workerpoolDescription: 'pool',
    m_workerStakeRatioPolicy: 35n,
    m_schedulerRewardRatioPolicy: 5n,
    owner: accounts.poolOwner,
  }))
    w.check(name, await w.chain.read(pool, name), value)
}

async function hubViews(w: World): Promise<void> {
  const { market } = w
  await w.view(
    'viewApp',
    [market.app],
    [accounts.appOwner, 'app', 'DOCKER', '0x1234', tag(0), '0x'],
  )
  await w.view(
    'viewDataset',
    [market.dataset],
    [accounts.datasetOwner, 'dataset', '0x1234', tag(0)],
  )
  await w.view('viewWorkerpool', [market.workerpool], [accounts.poolOwner, 'pool', 35n, 5n])
}

async function filledOnce(w: World): Promise<void> {
  const { chain, market } = w
  const app = { address: market.app, abi: new Interface(appAbi) }
  const fill = async (label: string, address: typeof app.address, expected: string) =>
    w.check(
      label,
      await chain.refusal(accounts.stranger, { ...app, address }, 'initialize', fields),
      expected,
    )
  await fill('an asset', market.app, 'already initialized')
  const master = await chain.read(market.registry('app'), 'master')
  market.names.give(master, 'master of apps')
  await fill('a master', master, 'ok')
  w.check(
    'its registry',
    await chain.read({ ...app, address: master }, 'registry'),
    accounts.stranger,
  )
  await fill('a master again', master, 'already initialized')
  w.check('the name of an asset', await chain.read(app, 'm_appName'), 'app')
}

async function transfer(w: World): Promise<void> {
  const { chain, market } = w
  const registry = market.registry('dataset')
  const dataset = { address: market.dataset, abi: new Interface(datasetAbi) }
  const safe = 'safeTransferFrom(address,address,uint256)'
  const move = [accounts.datasetOwner, accounts.stranger, market.dataset]
  const theft = await chain.refusal(accounts.stranger, registry, safe, move)
  w.check(
    'a transfer by a stranger',
    market.names.replaceIn(theft),
    'ERC721InsufficientApproval(stranger,dataset)',
  )
  const { logs } = await chain.send(accounts.datasetOwner, registry, safe, move)
  w.check(
    'logs',
    logs.map(({ name }) => name),
    ['Transfer'],
  )
  w.check('owner', await chain.read(dataset, 'owner'), accounts.stranger)
  w.check('balance', await chain.read(registry, 'balanceOf', accounts.stranger), 1n)
  w.check(
    'first token',
    await chain.read(registry, 'tokenOfOwnerByIndex', accounts.stranger, 0),
    BigInt(market.dataset),
  )
  const orders = await market.signed()
  const signedBy = async (role: 'datasetOwner' | 'stranger') =>
    market.matchRefusal({
      ...orders,
      dataset: await market.sign('DatasetOrder', orders.dataset, role),
    })
  w.check('an order of the old owner', await signedBy('datasetOwner'), 'iExecV5-matchOrders-0x31')
  w.check('an order of the new owner', await signedBy('stranger'), 'ok')
}

async function policy(w: World): Promise<void> {
  const { chain, market } = w
  const change = (by: 'stranger' | 'poolOwner', args: number[]) =>
    chain.refusal(accounts[by], market.pool, 'changePolicy', args)
  w.check('by a stranger', await change('stranger', [1, 1]), 'caller is not the owner')
  w.check('above 100 %', await change('poolOwner', [1, 101]), '(empty)')
  const { logs } = await chain.send(accounts.poolOwner, market.pool, 'changePolicy', [1000, 100])
  w.check('the log', [logs[0]!.name, ...logs[0]!.args], ['PolicyUpdate', 35n, 1000n, 5n, 100n])
}

async function naming(w: World): Promise<void> {
  const { chain, market } = w
  const nowhere = [accounts.stranger, 'pool.eth']
  const name = (by: 'stranger' | 'poolOwner') =>
    chain.refusal(accounts[by], market.pool, 'setName', nowhere)
  w.check('by a stranger', await name('stranger'), 'caller is not the owner')
  w.check('where there is no ENS', await name('poolOwner'), 'Operation not supported on this chain')
}

async function configuration(w: World): Promise<void> {
  const { chain, market } = w
  const registry = market.registry('app')
  const denied = 'Ownable: caller is not the owner'
  const refused = async (fn: string, args: unknown[]) =>
    w.check(fn, await chain.refusal(accounts.stranger, registry, fn, args), denied)
  await refused('setBaseURI', ['x'])
  await refused('initialize', [accounts.stranger])
  await refused('transferOwnership', [accounts.stranger])
  const toNobody = await chain.refusal(accounts.owner, registry, 'transferOwnership', [ZeroAddress])
  w.check('given to nobody', market.names.replaceIn(toNobody), 'OwnableInvalidOwner(zero)')
  w.check(
    'initialized twice',
    await chain.refusal(accounts.owner, registry, 'initialize', [market.dataset]),
    '(empty)',
  )
  await chain.send(accounts.owner, registry, 'setBaseURI', ['http://x/'])
  const uri = await chain.read(registry, 'tokenURI', market.app)
  w.check('tokenURI', uri, `http://x/${BigInt(market.app)}`)
}

/** The code at an asset's address, copied to an address where it is not initialized. */
async function proxies(w: World): Promise<void> {
  const { chain, market } = w
  const code = await chain.rpc<Hex>('eth_getCode', market.app, 'latest')
  const proxy = { address: '0x00000000000000000000000000000000000fACE5' as const, abi: proxyAbi }
  await chain.rpc('hardhat_setCode', proxy.address, code)
  market.names.give(proxy.address, 'proxy')
  const master = await chain.read(market.registry('app'), 'master')
  market.names.give(master, 'master of apps')
  const start = async (label: string, args: readonly unknown[], expected: string) =>
    w.check(label, await chain.refusal(accounts.stranger, proxy, 'initialize', args), expected)
  const nowhere = 'Cannot set a proxy implementation to a non-contract address'
  await start('on no contract', [accounts.stranger, '0x'], nowhere)
  await start('with what its code refuses', [master, '0x12345678'], '(empty)')
  await start('with nothing to begin with', [master, '0x'], 'ok')
  await start('again', [master, '0x'], '(empty)')
}

async function ownership(w: World): Promise<void> {
  const { chain, market } = w
  const registry = market.registry('dataset')
  await chain.send(accounts.owner, registry, 'transferOwnership', [accounts.worker1])
  w.check('owner', await chain.read(registry, 'owner'), accounts.worker1)
  await chain.send(accounts.worker1, registry, 'renounceOwnership')
  w.check('owner of what was given up', await chain.read(registry, 'owner'), ZeroAddress)
}

/** Assets and their registries. */
export const registries = group('registries', [
  {
    name: 'an asset is created once, where it was predicted, with one log of four topics',
    funded: [],
    run: creation,
  },
  { name: 'an asset of each kind is created', funded: [], run: everyKind },
  { name: 'every getter of an asset returns its field', funded: [], run: getters },
  { name: 'the hub returns the fields of assets', funded: [], run: hubViews },
  {
    name: 'an asset is initialized once, and so is its master, by any account',
    funded: [],
    run: filledOnce,
  },
  {
    name: 'ownership of an asset and the right to sign its orders go with its token',
    run: transfer,
  },
  { name: 'a pool owner sets its policy within bounds', funded: [], run: policy },
  { name: 'naming is for owners', funded: [], run: naming },
  { name: 'a registry is configured by its owner', funded: [], run: configuration },
  { name: 'a registry is transferred or renounced', funded: [], run: ownership },
  {
    name: 'the proxy of an asset is initialized once, with a contract alone',
    funded: [],
    run: proxies,
  },
])

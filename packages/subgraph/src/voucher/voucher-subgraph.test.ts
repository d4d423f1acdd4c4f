import { Chain, createClock } from '@iexec-sim/chain'
import { HubClient } from '@iexec-sim/chain/client'
import { loadGenesis, voucherAbi, voucherHubAbi } from '@iexec-sim/contracts'
import { createLog } from '@iexec-sim/door'
import { type Address, bellecour, type Hex } from '@iexec-sim/protocol'
import { Interface, Wallet } from 'ethers'
import { type FastifyInstance, fastify } from 'fastify'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { subgraphPlugin } from '../plugin.ts'
import { VoucherSubgraph } from './voucher-subgraph.ts'

const QUESTION = `
  query getVoucherInfo($id: ID!) {
    voucher(id: $id) {
      voucherType { eligibleAssets { type: __typename id } }
      authorizedAccounts { id }
    }
  }`
const hubAbi = new Interface(voucherHubAbi)
const abi = new Interface(voucherAbi)
const log = createLog({ level: 'silent' })
const genesis = loadGenesis('bellecour')
const { debugWorkerpool, voucherHub } = genesis.addresses
const addresses = genesis.addresses

let chain: Chain
let hub: HubClient
let app: FastifyInstance
let voucher: Address
let snapshot: unknown
/** The administrator, the voucher's owner, and two more. */
let admin: Address
let owner: Address
let friends: Address[]

beforeAll(async () => {
  chain = await Chain.start({ profile: bellecour, genesis, clock: createClock(), log })
  hub = new HubClient({ rpc: chain, hub: bellecour.hub })
  const all = chain.accounts.map(({ privateKey }) => new Wallet(privateKey).address as Address)
  ;[admin, , owner] = all as [Address, Address, Address]
  friends = all.slice(3, 5)
  const subgraph = new VoucherSubgraph({
    chain: hub,
    voucherHub: voucherHub as Address,
    genesisAssets: [debugWorkerpool as Address],
    log,
  })
  app = fastify()
  await app.register(subgraphPlugin([subgraph]))
  await app.listen({ port: 0, host: '127.0.0.1' })
  const deposit = new Interface(['function depositFor(address)']).encodeFunctionData('depositFor', [
    voucherHub,
  ])
  await send(admin, bellecour.hub, deposit, 10n ** 12n)
  await change('createVoucher', owner, 0, 1000)
  voucher = (await hub.call(hubAbi, voucherHub!, 'getVoucher', [owner]))[0]
})
afterAll(async () => {
  await app.close()
  await chain.close()
})
beforeEach(async () => {
  if (snapshot !== undefined) await chain.request({ method: 'evm_revert', params: [snapshot] })
  snapshot = await chain.request({ method: 'evm_snapshot' })
})

async function send(from: Hex, to: Hex, data: string, value = 0n): Promise<void> {
  const tx = { from, to, data, value: `0x${value.toString(16)}`, gas: '0x5b8d80' }
  const hash = await chain.request({ method: 'eth_sendTransaction', params: [tx] })
  const receipt = await chain.request({ method: 'eth_getTransactionReceipt', params: [hash] })
  expect(receipt).toMatchObject({ status: '0x1' })
}
const change = (name: string, ...args: unknown[]) =>
  send(admin, voucherHub!, hubAbi.encodeFunctionData(name, args))
const own = (name: string, ...args: unknown[]) =>
  send(owner, voucher, abi.encodeFunctionData(name, args))

async function post(body: unknown, path = '/'): Promise<Response> {
  const { port } = app.server.address() as { port: number }
  const headers = { 'content-type': 'application/json' }
  return fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
}
async function ask(query = QUESTION, id: string = voucher.toLowerCase()) {
  return (await post({ query, variables: { id } })).json() as Promise<{
    data?: unknown
    errors?: unknown[]
  }>
}
const info = (assets: [type: string, id: Hex][], accounts: Hex[]) => ({
  data: {
    voucher: {
      voucherType: { eligibleAssets: assets.map(([type, id]) => ({ type, id: id.toLowerCase() })) },
      authorizedAccounts: accounts.map((id) => ({ id: id.toLowerCase() })),
    },
  },
})
const pool: [string, Hex] = ['Workerpool', debugWorkerpool]

/** Creates an asset that belongs to the administrator. */
async function create(kind: 'App' | 'Dataset', fields: unknown[]): Promise<Address> {
  const types =
    kind === 'App' ? 'address,string,string,bytes,bytes32,bytes' : 'address,string,bytes,bytes32'
  const name = (verb: string) => `${verb}${kind}(${types})`
  const registry = new Interface([
    `function ${name('create')}`,
    `function ${name('predict')} view returns (address)`,
  ])
  const at = kind === 'App' ? addresses.appRegistry : addresses.datasetRegistry
  await send(admin, at, registry.encodeFunctionData(`create${kind}`, fields))
  return (await hub.call(registry, at, `predict${kind}`, fields))[0]
}

test('a new voucher pays for the assets of the genesis and is authorized for its owner alone', async () => {
  expect(await ask()).toEqual(info([pool], []))
})

test('assets are listed by kind, in the order they were added, until they are removed', async () => {
  const checksum = `0x${'0'.repeat(64)}`
  const someApp = await create('App', [admin, 'a', 'DOCKER', '0x12', checksum, '0x'])
  const dataset = await create('Dataset', [admin, 'd', '0x12', checksum])
  await change('addEligibleAsset', 0, dataset)
  await change('addEligibleAsset', 0, someApp)
  expect(await ask()).toEqual(info([pool, ['Dataset', dataset], ['App', someApp]], []))
  await change('removeEligibleAsset', 0, dataset)
  await change('removeEligibleAsset', 0, debugWorkerpool)
  expect(await ask()).toEqual(info([['App', someApp]], []))
  await change('addEligibleAsset', 0, debugWorkerpool)
  expect(await ask()).toEqual(info([pool, ['App', someApp]], []))
})

test('assets of another type and other contracts are not listed', async () => {
  await change('createVoucherType', 'other', 5)
  const dataset = await create('Dataset', [admin, 'other', '0x12', `0x${'0'.repeat(64)}`])
  await change('addEligibleAsset', 1, dataset)
  await change('addEligibleAsset', 0, admin)
  expect(await ask()).toEqual(info([pool], []))
})

test('accounts are listed while they are authorized', async () => {
  for (const friend of friends) await own('authorizeAccount', friend)
  expect(await ask()).toEqual(info([pool], friends))
  await own('unauthorizeAccount', friends[0])
  expect(await ask()).toEqual(info([pool], [friends[1]!]))
  await own('authorizeAccount', friends[0])
  expect(await ask()).toEqual(info([pool], friends))
})

test('events reverted by a snapshot are not listed', async () => {
  const before = await chain.request({ method: 'evm_snapshot' })
  await own('authorizeAccount', friends[0])
  expect(await ask()).toEqual(info([pool], [friends[0]!]))
  await chain.request({ method: 'evm_revert', params: [before] })
  expect(await ask()).toEqual(info([pool], []))
})

test('a type has its number, description and duration', async () => {
  const query =
    'query q($id: ID!) { voucher(id: $id) { id voucherType { id description duration } } }'
  expect(await ask(query)).toEqual({
    data: {
      voucher: {
        id: voucher.toLowerCase(),
        voucherType: { id: '0', description: 'Debug voucher', duration: '2592000' },
      },
    },
  })
})

test('an address that is not a voucher gives null', async () => {
  for (const id of [owner.toLowerCase(), voucherHub!, '', 'x', `${voucher}0`])
    expect([id, await ask(QUESTION, id)]).toEqual([id, { data: { voucher: null } }])
})

test.each([
  '/subgraphs/name/bellecour/iexec-voucher',
  '/api/subgraphs/name/bellecour/iexec-voucher',
])('a question at %s, a path of Graph Node, is answered as at the root', async (path) => {
  const question = { query: QUESTION, variables: { id: voucher.toLowerCase() } }
  const [there, here] = [await post(question, path), await post(question)]
  expect([there.status, await there.json()]).toEqual([200, await here.json()])
})

test('an invalid question is answered with errors', async () => {
  for (const query of ['', '{', '{ nothing }', `{ ${'voucher(id: "x") { id } '.repeat(1000)} }`]) {
    const response = await post({ query })
    expect([query.slice(0, 12), response.status]).toEqual([query.slice(0, 12), 200])
    expect(await response.json()).toMatchObject({ errors: [expect.anything()] })
  }
  expect((await post({ variables: {} })).status).toBe(400)
  expect((await post({ query: 'x'.repeat(300_000) })).status).toBe(413)
})

test('a chain that does not respond gives an error, not an empty voucher', async () => {
  const gone = new HubClient({
    rpc: { request: () => Promise.reject(new Error('gone')) },
    hub: bellecour.hub,
  })
  const other = fastify()
  await other.register(
    subgraphPlugin([new VoucherSubgraph({ chain: gone, voucherHub: voucherHub as Address, log })]),
  )
  const answer = await other.inject({
    method: 'POST',
    url: '/',
    payload: { query: QUESTION, variables: { id: voucher } },
  })
  expect(answer.json()).toMatchObject({ data: { voucher: null }, errors: [{ message: 'gone' }] })
  await other.close()
})

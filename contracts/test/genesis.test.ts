import { profiles } from '@iexec-sim/protocol'
import { id, ZeroAddress } from 'ethers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bakeProfile } from '../scripts/bake/bake.ts'
import { bellecour } from '../scripts/bake/plan.ts'
import { openHardhat } from '../scripts/hardhat.ts'
import { loadGenesis } from '../src/index.ts'
import { accounts } from './support/accounts.ts'
import { asAsset, TestChain } from './support/chain.ts'
import { compiled } from './support/compiled.ts'
import { KITTY, Market } from './support/market.ts'

let chain: TestChain
beforeAll(async () => {
  chain = await TestChain.open()
})
afterAll(() => chain[Symbol.asyncDispose]())

const read = (name: string, ...args: unknown[]) => chain.read(chain.hub, name, ...args)

test('the contracts stand at the canonical addresses', async () => {
  expect(chain.hub.address).toBe('0x3eca1B216A7DF1C7689aEb259fFB83ADFB894E7f')
  expect(await read('appregistry')).toBe('0xB1C52075b276f87b1834919167312221d50c9D16')
  expect(await read('datasetregistry')).toBe('0x799DAa22654128d0C64d5b79eac9283008158730')
  expect(await read('workerpoolregistry')).toBe('0xC76A18c78B7e530A165c5683CB1aB134E21938B4')
  expect(await read('token')).toBe(ZeroAddress)
  expect([chain.genesis.chainId, chain.hub.address]).toEqual([profiles.bellecour.chainId, profiles.bellecour.hub])
  expect(await read('owner')).toBe(accounts.owner)
})

test('orders are signed for the real domain', async () => {
  expect(await read('eip712domain_separator')).toBe(
    '0xf2cbd98a556869939d25b73c3fa68ba45f19932f8c9a06f744c98290ed9ef860',
  )
  expect([...(await read('domain'))]).toEqual(['iExecODB', '5.0.0', 134n, chain.hub.address])
})

test('the settings are the network constants', async () => {
  expect(await Promise.all(['name', 'symbol', 'decimals', 'totalSupply'].map((name) => read(name)))).toEqual([
    'Staked RLC',
    'SRLC',
    9n,
    0n,
  ])
  const constants = {
    contribution_deadline_ratio: 7n,
    reveal_deadline_ratio: 2n,
    final_deadline_ratio: 10n,
    workerpool_stake_ratio: 30n,
    kitty_ratio: 10n,
    kitty_min: 1_000_000_000n,
    kitty_address: KITTY,
    groupmember_purpose: 4n,
    callbackgas: 200_000n,
    teebroker: ZeroAddress,
  }
  for (const [name, value] of Object.entries(constants)) expect(await read(name), name).toBe(value)
  expect(BigInt(KITTY)).toBe(BigInt(id('iExecKitty').slice(0, 42)) - 1n)
})

test('the five categories exist', async () => {
  expect(await read('countCategory')).toBe(5n)
  const categories = await Promise.all([0, 1, 2, 3, 4].map(async (i) => [...(await read('viewCategory', i))]))
  expect(categories).toEqual([
    ['XS', '{}', 300n],
    ['S', '{}', 1200n],
    ['M', '{}', 3600n],
    ['L', '{}', 10_800n],
    ['XL', '{}', 36_000n],
  ])
  expect([...(await read('viewCategoryABILegacy', 3))]).toEqual(['L', '{}', 10_800n])
  expect(await chain.refusal(accounts.owner, chain.hub, 'viewCategory', [5])).toBe('(empty)')
  expect(await chain.refusal(accounts.owner, chain.hub, 'viewCategoryABILegacy', [5])).toBe('(empty)')
})

test('the workerpool of the scheduler is registered to the second account', async () => {
  const { debugWorkerpool, debugWorkerpoolOwner } = chain.genesis.addresses
  expect(debugWorkerpoolOwner).toBe(accounts.debugPoolOwner)
  expect([...(await read('viewWorkerpool', debugWorkerpool))]).toEqual([
    accounts.debugPoolOwner,
    'debug-v8-bellecour',
    30n,
    1n,
  ])
  expect(await chain.read(asAsset(debugWorkerpool), 'owner')).toBe(accounts.debugPoolOwner)
})

test('no contract is above the size limit, and none holds a slot of zero', () => {
  for (const { code, storage } of chain.genesis.accounts) {
    expect((code!.length - 2) / 2).toBeLessThanOrEqual(24_576)
    for (const value of Object.values(storage)) expect(BigInt(value)).not.toBe(0n)
  }
})

test('the registries have their names, token addresses and owner', async () => {
  await using market = await Market.open([])
  const expected = {
    app: ['iExec Application Registry (V5)', 'iExecAppsV5'],
    dataset: ['iExec Dataset Registry (V5)', 'iExecDatasetsV5'],
    workerpool: ['iExec Workerpool Registry (V5)', 'iExecWorkerpoolV5'],
  } as const
  for (const kind of ['app', 'dataset', 'workerpool'] as const) {
    const registry = market.registry(kind)
    const get = (name: string, ...args: unknown[]) => market.chain.read(registry, name, ...args)
    expect([await get('name'), await get('symbol')]).toEqual(expected[kind])
    expect(await get('baseURI')).toBe(`https://nfts-metadata.iex.ec/${kind}/134/`)
    const id = BigInt(market[kind])
    expect(await get('tokenURI', id)).toBe(`https://nfts-metadata.iex.ec/${kind}/134/${id}`)
    expect(await get('owner')).toBe(accounts.owner)
    expect([await get('initialized'), await get('previous')]).toEqual([true, ZeroAddress])
    expect(await market.chain.refusal(accounts.owner, registry, 'initialize', [ZeroAddress])).toBe('(empty)')
  }
})

test('the genesis is what deploying the contracts again gives', async () => {
  const hre = await openHardhat()
  const { provider, close } = await hre.network.create({ network: 'bellecour', chainType: 'generic' })
  try {
    expect(await bakeProfile(provider, bellecour, compiled)).toEqual(loadGenesis('bellecour'))
  } finally {
    await close()
  }
})

test('a profile that was never baked is an error that names the build', () => {
  // @ts-expect-error no such profile
  expect(() => loadGenesis('nowhere')).toThrow(expect.objectContaining({ code: 'GENESIS_MISSING' }))
})

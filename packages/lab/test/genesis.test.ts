import { loadGenesis } from '@iexec-sim/contracts'
import { bakedProtocols, bakeSource, plans } from '@iexec-sim/contracts/sources'
import { orderDomain, profiles } from '@iexec-sim/protocol'
import { getAddress, id, TypedDataEncoder, ZeroAddress } from 'ethers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { modes } from '../src/record.ts'
import { accounts } from '../src/world/accounts.ts'
import { HUB_CONSTANTS } from '../src/world/hub-constants.ts'
import { asAsset, LabChain } from '../src/world/lab-chain.ts'
import { KITTY, Market } from '../src/world/market.ts'

/** Values that differ between profiles. */
const expected = {
  native: {
    plan: plans.bellecour,
    hub: '0x3eca1B216A7DF1C7689aEb259fFB83ADFB894E7f',
    apps: '0xB1C52075b276f87b1834919167312221d50c9D16',
    datasets: '0x799DAa22654128d0C64d5b79eac9283008158730',
    workerpools: '0xC76A18c78B7e530A165c5683CB1aB134E21938B4',
    token: ZeroAddress,
    pool: 'debug-v8-bellecour',
    poolAddress: '0xdb214a4A444D176e22030bE1Ed89dA1b029320f2',
    furtherPools: [],
    dataProtector: '0x3a4Ab33F3D605e75b6D00A32A0Fa55C3628F6A59',
    category: '{}',
  },
  token: {
    plan: plans['arbitrum-sepolia'],
    hub: '0xB2157BF2fAb286b2A4170E3491Ac39770111Da3E',
    apps: '0x9950D94fb074182ee93ff79A50Cd698C4983281F',
    datasets: '0x07Cc4E1EA30dD02796795876509A3BfC5053128D',
    workerpools: '0xe3c13bb4A5068601c6A08041Cb50887B07B5F398',
    token: '0x9923eD3cbd90CD78b910c475f9A731A6e0b8C963',
    pool: 'debug-arbitrum-sepolia',
    poolAddress: '0x2956F0cB779904795a5f30d3B3eA88B714C3123F',
    furtherPools: ['0xB967057a21dc6A66A29721d96b8Aa7454B7c383F'],
    dataProtector: '0x168eAF6C33a77E3caD9db892452f51a5D91df621',
    category: '""',
  },
}

describe.each(modes)('the genesis with a %s escrow', (mode) => {
  const { plan, ...places } = expected[mode]
  const profile = profiles[plan.profile]
  let chain: LabChain
  beforeAll(async () => {
    chain = await LabChain.open({ mode })
  })
  afterAll(() => chain[Symbol.asyncDispose]())

  const read = (name: string, ...args: unknown[]) => chain.read(chain.hub, name, ...args)

  test('the contracts stand at the canonical addresses', async () => {
    expect(chain.hub.address).toBe(places.hub)
    expect(await read('appregistry')).toBe(places.apps)
    expect(await read('datasetregistry')).toBe(places.datasets)
    expect(await read('workerpoolregistry')).toBe(places.workerpools)
    expect(await read('token')).toBe(places.token)
    expect(chain.genesis.addresses.dataProtector).toBe(places.dataProtector)
    expect([chain.genesis.chainId, chain.hub.address]).toEqual([profile.chainId, profile.hub])
    expect(chain.genesis.addresses.rlc).toBe(
      profile.escrow.mode === 'token' ? profile.escrow.rlc : undefined,
    )
    expect(await read('owner')).toBe(accounts.owner)
  })

  test('orders are signed for the real domain', async () => {
    expect(await read('eip712domain_separator')).toBe(
      TypedDataEncoder.hashDomain(orderDomain(profile)),
    )
    expect([...(await read('domain'))]).toEqual([
      'iExecODB',
      '5.0.0',
      BigInt(profile.chainId),
      places.hub,
    ])
  })

  test('the settings are the network constants', async () => {
    const constants = { ...HUB_CONSTANTS, totalSupply: 0n, callbackgas: 200_000n }
    for (const [name, value] of Object.entries(constants))
      expect(await read(name), name).toBe(value)
    expect(BigInt(KITTY)).toBe(BigInt(id('iExecKitty').slice(0, 42)) - 1n)
  })

  test('the five categories exist', async () => {
    expect(await read('countCategory')).toBe(5n)
    const categories = await Promise.all(
      [0, 1, 2, 3, 4].map(async (i) => [...(await read('viewCategory', i))]),
    )
    expect(categories).toEqual([
      ['XS', places.category, 300n],
      ['S', places.category, 1200n],
      ['M', places.category, 3600n],
      ['L', places.category, 10_800n],
      ['XL', places.category, 36_000n],
    ])
    expect([...(await read('viewCategoryABILegacy', 3))]).toEqual(['L', places.category, 10_800n])
    expect(await chain.refusal(accounts.owner, chain.hub, 'viewCategory', [5])).toBe('(empty)')
    expect(await chain.refusal(accounts.owner, chain.hub, 'viewCategoryABILegacy', [5])).toBe(
      '(empty)',
    )
  })

  test('the workerpool of the scheduler is registered to the second account', async () => {
    const { debugWorkerpool, debugWorkerpoolOwner } = chain.genesis.addresses
    expect([debugWorkerpool.toLowerCase(), debugWorkerpoolOwner]).toEqual([
      places.poolAddress.toLowerCase(),
      accounts.debugPoolOwner,
    ])
    expect([...(await read('viewWorkerpool', debugWorkerpool))]).toEqual([
      accounts.debugPoolOwner,
      places.pool,
      30n,
      1n,
    ])
    expect(await chain.read(asAsset(debugWorkerpool), 'owner')).toBe(accounts.debugPoolOwner)
  })

  test('an asset of each kind is registered already, so that no user pays for the first', async () => {
    await using market = await Market.open({ mode }, [])
    for (const kind of ['app', 'dataset', 'workerpool'] as const)
      expect(await market.chain.read(market.registry(kind), 'tokenByIndex', 0)).toBeGreaterThan(0n)
    const create = async (checksum: string) => {
      const args = [accounts.stranger, 'dataset', '0x', checksum]
      return (
        await market.chain.send(
          accounts.stranger,
          market.registry('dataset'),
          'createDataset',
          args,
        )
      ).gasUsed
    }
    const [first, second] = [
      await create(`0x${'11'.repeat(32)}`),
      await create(`0x${'22'.repeat(32)}`),
    ]
    // Extra cost of the owner's first asset: a balance that was zero. Its index in the owner's list
    // is zero and needs no write.
    expect(Math.abs(first - second)).toBeLessThan(25_000)
  })

  test.each(bakedProtocols)(
    'the registry of %s has the pools where the real network has them',
    async (source) => {
      await using market = await Market.open({ mode, source }, [])
      const { chain } = market
      const registry = market.registry('workerpool')
      const { debugWorkerpool, furtherWorkerpools, debugWorkerpoolOwner } = chain.genesis.addresses
      const pools = [debugWorkerpool, ...furtherWorkerpools]
      expect(pools.map(lowerCase)).toEqual(
        [places.poolAddress, ...places.furtherPools].map(lowerCase),
      )
      const get = (name: string, ...args: unknown[]) => chain.read(registry, name, ...args)
      expect(await get('balanceOf', debugWorkerpoolOwner)).toBe(BigInt(pools.length))
      for (const [index, address] of pools.entries()) {
        const number = BigInt(address)
        expect(await get('ownerOf', number)).toBe(debugWorkerpoolOwner)
        expect(await get('tokenByIndex', index)).toBe(number)
        expect(await get('tokenOfOwnerByIndex', debugWorkerpoolOwner, index)).toBe(number)
        expect(await get('isRegistered', address)).toBe(true)
      }
      for (const [index, address] of pools.entries()) {
        const pool = { ...market.pool, address }
        await chain.send(debugWorkerpoolOwner, pool, 'changePolicy', [10, 2])
        const args = [debugWorkerpoolOwner, accounts.stranger, BigInt(address)]
        await chain.send(debugWorkerpoolOwner, registry, 'transferFrom', args)
        expect(await chain.read(pool, 'owner')).toBe(accounts.stranger)
        expect(await get('tokenOfOwnerByIndex', accounts.stranger, index)).toBe(BigInt(address))
      }
      expect(await get('balanceOf', debugWorkerpoolOwner)).toBe(0n)
    },
  )

  test('no contract is above the size limit, and none holds a slot of zero', () => {
    for (const { code, storage } of chain.genesis.accounts) {
      expect((code!.length - 2) / 2).toBeLessThanOrEqual(24_576)
      for (const value of Object.values(storage)) expect(BigInt(value)).not.toBe(0n)
    }
  })

  test('the registries have their names, token addresses and owner', async () => {
    await using market = await Market.open({ mode }, [])
    const names = {
      app: ['iExec Application Registry (V5)', 'iExecAppsV5'],
      dataset: ['iExec Dataset Registry (V5)', 'iExecDatasetsV5'],
      workerpool: ['iExec Workerpool Registry (V5)', 'iExecWorkerpoolV5'],
    } as const
    for (const kind of ['app', 'dataset', 'workerpool'] as const) {
      const registry = market.registry(kind)
      const get = (name: string, ...args: unknown[]) => market.chain.read(registry, name, ...args)
      expect([await get('name'), await get('symbol')]).toEqual(names[kind])
      expect(await get('baseURI')).toBe(`https://nfts-metadata.iex.ec/${kind}/${profile.chainId}/`)
      const id = BigInt(market[kind])
      expect(await get('tokenURI', id)).toBe(
        `https://nfts-metadata.iex.ec/${kind}/${profile.chainId}/${id}`,
      )
      expect(await get('owner')).toBe(accounts.owner)
      expect([await get('initialized'), await get('previous')]).toEqual([true, ZeroAddress])
      expect(
        await market.chain.refusal(accounts.owner, registry, 'initialize', [ZeroAddress]),
      ).toBe('(empty)')
    }
  })

  test.each(bakedProtocols)(
    'the genesis with %s is what deploying the contracts again gives',
    async (protocol) => {
      expect(await bakeSource(plan, protocol)).toEqual(loadGenesis(plan.profile, protocol))
    },
  )
})

describe('the genesis of arbitrum-mainnet', () => {
  const genesis = loadGenesis('arbitrum-mainnet')
  const { addresses } = genesis

  test('has the hub, the token and the pools of that network at their addresses', () => {
    const profile = profiles['arbitrum-mainnet']
    expect([genesis.chainId, addresses.hub]).toEqual([42_161, profile.hub])
    expect(addresses).toMatchObject({
      rlc: '0xe649e6a1F2afc63ca268C2363691ceCAF75CF47C',
      hub: '0x098bFCb1E50ebcA0BaA92C12eA0c3F045A1aD9f0',
      debugWorkerpool: '0x8EF2eC3Ef9535d4b4349BfEc7d8b31A580e60244',
      furtherWorkerpools: ['0x2C06263943180Cc024dAFfeEe15612DB6e5fD248'],
      dataProtector: '0xF08f91F7646FDb95a4E24977b8Db91318252A667',
    })
  })

  test('has the registries of arbitrum-sepolia, and code at every address', () => {
    const { appRegistry, datasetRegistry, workerpoolRegistry } =
      loadGenesis('arbitrum-sepolia').addresses
    expect(addresses).toMatchObject({ appRegistry, datasetRegistry, workerpoolRegistry })
    const known = genesis.accounts.map(({ address }) => address)
    const { debugWorkerpoolOwner: _, owner: __, ...contracts } = addresses
    for (const address of addressesIn(contracts)) expect(known).toContain(address)
  })

  test.each(bakedProtocols)(
    'with %s is what deploying the contracts again gives',
    async (source) => {
      expect(await bakeSource(plans['arbitrum-mainnet'], source)).toEqual(
        loadGenesis('arbitrum-mainnet', source),
      )
    },
  )
})

test.each(Object.values(plans))('addresses of $profile have their checksums', ({ profile }) => {
  const written = addressesIn(loadGenesis(profile).addresses)
  expect(written.length).toBeGreaterThan(10)
  expect(written).toEqual(written.map((address) => getAddress(address.toLowerCase())))
})

const addressesIn = (value: object) => JSON.stringify(value).match(/0x[0-9a-fA-F]{40}/g)!
const lowerCase = (address: string) => address.toLowerCase()

test('orders of bellecour are signed for the domain of the real network', async () => {
  await using chain = await LabChain.open()
  expect(await chain.read(chain.hub, 'eip712domain_separator')).toBe(
    '0xf2cbd98a556869939d25b73c3fa68ba45f19932f8c9a06f744c98290ed9ef860',
  )
})

test('a chain without ENS has no names', async () => {
  await using chain = await LabChain.open({ mode: 'token' })
  const { debugWorkerpool, ens } = chain.genesis.addresses
  expect(ens).toBeUndefined()
  const name = [loadGenesis('bellecour').addresses.ens!.registry, 'pool.iexec.eth']
  const refusal = await chain.refusal(
    accounts.debugPoolOwner,
    asAsset(debugWorkerpool),
    'setName',
    name,
  )
  expect(refusal).toBe('Operation not supported on this chain')
})

test('a profile that was never baked fails with the command that builds it', () => {
  // @ts-expect-error no such profile
  expect(() => loadGenesis('nowhere')).toThrow(expect.objectContaining({ code: 'GENESIS_MISSING' }))
})

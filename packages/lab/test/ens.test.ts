import { profiles } from '@iexec-sim/protocol'
import { id, namehash, ZeroAddress } from 'ethers'
import { describe, expect, test } from 'vitest'
import { accounts } from '../src/world/accounts.ts'
import { asAsset } from '../src/world/lab-chain.ts'
import {
  market,
  ownerOf,
  poolName,
  provider,
  refusal,
  registrar,
  registry,
  resolver,
  reverse,
  send,
  useEns,
} from './support/ens.ts'

useEns()

describe('from the start', () => {
  test('registry and resolver have the addresses that clients use', () => {
    expect(market.chain.genesis.addresses.ens).toMatchObject(profiles.bellecour.ens!)
  })

  test('every name of the network has its owner', async () => {
    for (const name of [
      'eth',
      'iexec.eth',
      'v5.iexec.eth',
      'core.v5.iexec.eth',
      'main.pools.iexec.eth',
      'reverse',
    ])
      expect([name, await ownerOf(name)]).toEqual([name, accounts.owner])
    expect(await ownerOf('addr.reverse')).toBe(reverse.address)
    expect(await ownerOf(poolName)).toBe(accounts.debugPoolOwner)
    for (const kind of ['apps', 'datasets', 'pools', 'users'])
      expect(await provider.getCode(await ownerOf(`${kind}.iexec.eth`))).not.toBe('0x')
    expect(await ownerOf('users.iexec.eth')).toBe('0xc7b2336c1A8932Fb9414356E254edee6A87dd37d')
    expect(await market.chain.read(registry, 'recordExists', namehash('nobody.iexec.eth'))).toBe(
      false,
    )
  })

  test('ethers resolves the pool and the hub, both ways', async () => {
    const { debugWorkerpool, hub } = market.chain.genesis.addresses
    expect(await provider.resolveName(poolName)).toBe(debugWorkerpool)
    expect(await provider.lookupAddress(debugWorkerpool)).toBe(poolName)
    expect(await provider.resolveName('prod-v8-bellecour.main.pools.iexec.eth')).toBe(
      debugWorkerpool,
    )
    expect(await provider.resolveName('core.v5.iexec.eth')).toBe(hub)
    expect(await provider.lookupAddress(hub)).toBe('core.v5.iexec.eth')
    expect(await provider.resolveName('nobody.users.iexec.eth')).toBe(null)
    expect(await provider.lookupAddress(accounts.stranger)).toBe(null)
  })

  test('the owner of the pool alone publishes its URL', () =>
    market.chain.scratch(async () => {
      const record = [namehash(poolName), 'iexec:workerpool-api:url', 'http://localhost:13000']
      expect(await refusal('owner', resolver, 'setText', ...record)).toBe('(empty)')
      const { logs } = await send('debugPoolOwner', resolver, 'setText', ...record)
      expect(logs.map(({ name }) => name)).toEqual(['TextChanged'])
      expect(await (await provider.getResolver(poolName))!.getText(record[1]!)).toBe(record[2])
    }))
})

describe('a name of one of the registrars', () => {
  test('goes to the first caller, and afterwards only its owner gives it away', () =>
    market.chain.scratch(async () => {
      const users = await registrar('users')
      const { logs } = await send('stranger', users, 'register', id('bob'), accounts.requester)
      expect(logs.map(({ name, args }) => [name, ...args])).toEqual([
        ['NewOwner', namehash('users.iexec.eth'), id('bob'), accounts.requester],
      ])
      expect(await ownerOf('bob.users.iexec.eth')).toBe(accounts.requester)
      expect(await refusal('stranger', users, 'register', id('bob'), accounts.stranger)).toBe(
        '(empty)',
      )
      await send('requester', users, 'register', id('bob'), accounts.sponsor)
      expect(await ownerOf('bob.users.iexec.eth')).toBe(accounts.sponsor)
    }))

  test('is resolved both ways once its owner has set its records', () =>
    market.chain.scratch(async () => {
      const name = 'alice.users.iexec.eth'
      await send('requester', await registrar('users'), 'register', id('alice'), accounts.requester)
      expect(await provider.resolveName(name)).toBe(null)
      await send('requester', registry, 'setResolver', namehash(name), resolver.address)
      await send(
        'requester',
        resolver,
        'setAddr(bytes32,address)',
        namehash(name),
        accounts.requester,
      )
      expect(await provider.lookupAddress(accounts.requester)).toBe(null)
      await send('requester', reverse, 'setName', name)
      expect(await provider.resolveName(name)).toBe(accounts.requester)
      expect(await provider.lookupAddress(accounts.requester)).toBe(name)
      await send('stranger', reverse, 'setName', name)
      expect(await provider.lookupAddress(accounts.stranger)).toBe(null)
    }))
})

describe('an asset', () => {
  const names = { app: 'apps', dataset: 'datasets', workerpool: 'pools' } as const
  const owners = { app: 'appOwner', dataset: 'datasetOwner', workerpool: 'poolOwner' } as const
  test.each(['app', 'dataset', 'workerpool'] as const)('of kind %s is named by its owner', (kind) =>
    market.chain.scratch(async () => {
      const [owner, name, asset] = [
        owners[kind],
        `mine.${names[kind]}.iexec.eth`,
        asAsset(market[kind]),
      ]
      await send(owner, await registrar(names[kind]), 'register', id('mine'), accounts[owner])
      await send(owner, registry, 'setResolver', namehash(name), resolver.address)
      await send(owner, resolver, 'setAddr(bytes32,address)', namehash(name), asset.address)
      expect(await refusal('stranger', asset, 'setName', registry.address, name)).toBe(
        'caller is not the owner',
      )
      await send(owner, asset, 'setName', registry.address, name)
      expect(await provider.lookupAddress(asset.address)).toBe(name)
    }),
  )

  test("'s registry is named by the owner of the registries", () =>
    market.chain.scratch(async () => {
      const apps = market.registry('app')
      await send('owner', apps, 'setName', registry.address, 'apps.v5.iexec.eth')
      const node = await market.chain.read(reverse, 'node', apps.address)
      expect(await market.chain.read(resolver, 'name', node)).toBe('apps.v5.iexec.eth')
    }))
})

describe('the registry', () => {
  const mine = namehash('mine.users.iexec.eth')
  const scratch = (body: () => Promise<void>) => () =>
    market.chain.scratch(async () => {
      await send('requester', await registrar('users'), 'register', id('mine'), accounts.requester)
      await body()
    })

  test(
    'lets only the owner of a name change it',
    scratch(async () => {
      for (const [name, ...args] of [
        ['setOwner', mine, accounts.stranger],
        ['setResolver', mine, accounts.stranger],
        ['setTTL', mine, 5],
        ['setRecord', mine, accounts.stranger, resolver.address, 5],
        ['setSubnodeOwner', mine, id('sub'), accounts.stranger],
        ['setSubnodeRecord', mine, id('sub'), accounts.stranger, resolver.address, 5],
      ] as const) {
        expect([name, await refusal('stranger', registry, name, ...args)]).toEqual([
          name,
          '(empty)',
        ])
      }
      expect(await refusal('owner', registry, 'setOwner', mine, accounts.owner)).toBe('(empty)')
    }),
  )

  test(
    'keeps and logs owner, resolver and time to live',
    scratch(async () => {
      const { logs } = await send(
        'requester',
        registry,
        'setRecord',
        mine,
        accounts.sponsor,
        resolver.address,
        5,
      )
      expect(logs.map(({ name, args }) => [name, ...args])).toEqual([
        ['Transfer', mine, accounts.sponsor],
        ['NewResolver', mine, resolver.address],
        ['NewTTL', mine, 5n],
      ])
      const kept = ['owner', 'resolver', 'ttl'].map((name) =>
        market.chain.read(registry, name, mine),
      )
      expect(await Promise.all(kept)).toEqual([accounts.sponsor, resolver.address, 5n])
      const again = await send(
        'sponsor',
        registry,
        'setRecord',
        mine,
        accounts.sponsor,
        resolver.address,
        5,
      )
      expect(again.logs.map(({ name }) => name)).toEqual(['Transfer'])
    }),
  )

  test(
    'accepts an operator in place of the owner, until revoked',
    scratch(async () => {
      await send('requester', registry, 'setApprovalForAll', accounts.worker1, true)
      expect(
        await market.chain.read(registry, 'isApprovedForAll', accounts.requester, accounts.worker1),
      ).toBe(true)
      await send('worker1', registry, 'setTTL', mine, 7)
      await send('requester', registry, 'setApprovalForAll', accounts.worker1, false)
      expect(await refusal('worker1', registry, 'setTTL', mine, 8)).toBe('(empty)')
    }),
  )

  test(
    'returns no owner for a name that was given up, and frees it',
    scratch(async () => {
      await send('requester', registry, 'setOwner', mine, registry.address)
      expect(await ownerOf('mine.users.iexec.eth')).toBe(ZeroAddress)
      await send('stranger', await registrar('users'), 'register', id('mine'), accounts.stranger)
    }),
  )
})

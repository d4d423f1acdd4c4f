import type { Hex } from '@iexec-sim/protocol'
import { namehash, ZeroAddress } from 'ethers'
import { describe, expect, test } from 'vitest'
import { accounts } from '../src/world/accounts.ts'
import {
  market,
  ownerOf,
  poolName,
  refusal,
  registry,
  resolver,
  reverse,
  send,
  useEns,
} from './support/ens.ts'

useEns()

describe('the resolver', () => {
  const node = namehash(poolName)
  const owner = 'debugPoolOwner'
  const read = (name: string, ...args: unknown[]) => market.chain.read(resolver, name, ...args)

  test('declares its interfaces', async () => {
    for (const known of ['0x01ffc9a7', '0x3b3b57de', '0xf1cb7e06', '0x59d1d43c', '0x691f3431'])
      expect([known, await read('supportsInterface', known)]).toEqual([known, true])
    for (const unknown of ['0x9061b923', '0xffffffff'])
      expect([unknown, await read('supportsInterface', unknown)]).toEqual([unknown, false])
  })

  test('keeps addresses of any coin, and Ethereum addresses in both forms', () =>
    market.chain.scratch(async () => {
      const { logs } = await send(
        owner,
        resolver,
        'setAddr(bytes32,uint256,bytes)',
        node,
        60,
        accounts.stranger,
      )
      expect(logs.map(({ name }) => name)).toEqual(['AddressChanged', 'AddrChanged'])
      expect(await read('addr(bytes32)', node)).toBe(accounts.stranger)
      await send(owner, resolver, 'setAddr(bytes32,uint256,bytes)', node, 0, '0x0102')
      expect(await read('addr(bytes32,uint256)', node, 0)).toBe('0x0102')
      expect(await read('addr(bytes32,uint256)', node, 60)).toBe(accounts.stranger.toLowerCase())
      expect(
        await refusal(owner, resolver, 'setAddr(bytes32,uint256,bytes)', node, 60, '0x0102'),
      ).toBe('(empty)')
    }))

  test('obeys operators for all names of an owner, and delegates for one', () =>
    market.chain.scratch(async () => {
      const text = ['setText', node, 'key', 'value'] as const
      expect(await refusal('worker1', resolver, ...text)).toBe('(empty)')
      await send(owner, resolver, 'approve', node, accounts.worker1, true)
      await send('worker1', resolver, ...text)
      await send(owner, resolver, 'approve', node, accounts.worker1, false)
      expect(await refusal('worker1', resolver, ...text)).toBe('(empty)')
      await send(owner, resolver, 'setApprovalForAll', accounts.worker1, true)
      await send('worker1', resolver, ...text)
      await send('worker1', resolver, 'setName', node, 'x')
      await send('worker1', resolver, 'setAddr(bytes32,address)', node, accounts.worker1)
      // A delegate's rights end when the name changes hands.
      await send(owner, registry, 'setOwner', node, accounts.stranger)
      expect(await refusal('worker1', resolver, ...text)).toBe('(empty)')
    }))

  test('sets several records at once, if the caller may set each', () =>
    market.chain.scratch(async () => {
      const setText = (key: string) => resolver.abi.encodeFunctionData('setText', [node, key, 'v'])
      expect(await refusal('stranger', resolver, 'multicall', [setText('a')])).toMatch(
        'FailedInnerCall',
      )
      await send(owner, resolver, 'multicall', [setText('a'), setText('b')])
      expect([await read('text', node, 'a'), await read('text', node, 'b')]).toEqual(['v', 'v'])
    }))

  test('clears all records of a name for its owner', () =>
    market.chain.scratch(async () => {
      await send(owner, resolver, 'setText', node, 'key', 'value')
      expect(await refusal('stranger', resolver, 'clearRecords', node)).toBe('(empty)')
      await send(owner, resolver, 'clearRecords', node)
      expect([await read('text', node, 'key'), await read('addr(bytes32)', node)]).toEqual([
        '',
        ZeroAddress,
      ])
    }))
})

describe('the reverse registrar', () => {
  const reverseName = (of: string) => `${of.slice(2).toLowerCase()}.addr.reverse`

  test('returns the node of every address', async () => {
    const expected = namehash(reverseName(accounts.stranger))
    expect(await market.chain.read(reverse, 'node', accounts.stranger)).toBe(expected)
  })

  test('gives an address its reverse name, with the resolver it chooses', () =>
    market.chain.scratch(async () => {
      const { logs } = await send('stranger', reverse, 'claim', accounts.sponsor)
      expect(logs.map(({ name }) => name)).toEqual(['ReverseClaimed', 'NewOwner', 'NewResolver'])
      expect(await ownerOf(reverseName(accounts.stranger))).toBe(accounts.sponsor)
      await send('stranger', reverse, 'claimWithResolver', accounts.stranger, accounts.worker1)
      const node = namehash(reverseName(accounts.stranger))
      expect(await market.chain.read(registry, 'resolver', node)).toBe(accounts.worker1)
    }))

  test('lets operators, the owner of a contract, and controllers act for an address', () =>
    market.chain.scratch(async () => {
      const claim = (of: Hex) => ['claimForAddr', of, accounts.worker1, resolver.address] as const
      const denied =
        'ReverseRegistrar: Caller is not a controller or authorised by address or the address itself'
      expect(await refusal('worker1', reverse, ...claim(accounts.stranger))).toBe(denied)
      expect(await refusal('worker1', reverse, ...claim(market.app))).toBe(denied)
      expect(await refusal('worker1', reverse, ...claim(resolver.address))).toBe(denied) // has no owner
      await send('stranger', registry, 'setApprovalForAll', accounts.worker1, true)
      await send('worker1', reverse, ...claim(accounts.stranger))
      await send('appOwner', reverse, ...claim(market.app))
      expect(await refusal('worker1', reverse, 'setController', accounts.worker1, true)).toMatch(
        'OwnableUnauthorizedAccount',
      )
      await send('owner', reverse, 'setController', accounts.worker1, true)
      await send('worker1', reverse, ...claim(accounts.sponsor))
    }))

  test('has a default resolver at all times', async () => {
    expect(await market.chain.read(reverse, 'defaultResolver')).toBe(resolver.address)
    expect(await refusal('owner', reverse, 'setDefaultResolver', ZeroAddress)).toBe(
      'ReverseRegistrar: Resolver address must not be 0',
    )
    expect(await refusal('stranger', reverse, 'setDefaultResolver', accounts.stranger)).toMatch(
      'OwnableUnauthorizedAccount',
    )
  })
})

import { expect, test } from 'vitest'
import type { AddressSheet } from '../address-sheet.ts'
import { officialHosts } from './official-hosts.ts'

const sheet = (chainId: number, port: number) =>
  ({
    chainId,
    rpc: `http://127.0.0.1:${port}`,
    gateway: `http://127.0.0.1:${port + 1}`,
    market: `http://127.0.0.1:${port + 2}`,
    sms: { tdx: `http://127.0.0.1:${port + 3}` },
    subgraph: {
      poco: `http://127.0.0.1:${port + 4}/poco`,
      dataprotector: `http://127.0.0.1:${port + 4}/dataprotector`,
    },
  }) as unknown as AddressSheet

test('hosts of a chain lead to the services its network has', () => {
  const { routes } = officialHosts([sheet(421_614, 1000)])
  expect(routes).toContainEqual({
    host: 'sepolia-rollup.arbitrum.io',
    path: '/rpc',
    to: 'http://127.0.0.1:1000',
  })
  expect(routes).toContainEqual({
    host: 'sms.arbitrum-sepolia-testnet.iex.ec',
    to: 'http://127.0.0.1:1003',
  })
  expect(routes).toContainEqual({
    host: 'thegraph.arbitrum-sepolia-testnet.iex.ec',
    path: '/api/subgraphs/id/5YjRPLtjS6GH6bB4yY55Qg4HzwtRGQ8TaHtGf9UBWWd',
    to: 'http://127.0.0.1:1004/dataprotector',
  })
  expect(routes.map(({ host }) => host)).not.toContain('compass.arbitrum-sepolia-testnet.iex.ec')
})

test('a host that several chains share leads to the first network', () => {
  const { routes } = officialHosts([sheet(134, 1000), sheet(42_161, 2000)])
  expect(routes.filter(({ host }) => host === 'ipfs.iex.ec')).toEqual([
    { host: 'ipfs.iex.ec', to: 'http://127.0.0.1:1001' },
  ])
  expect(routes.map(({ host }) => host)).toEqual(
    expect.arrayContaining(['bellecour.iex.ec', 'arb1.arbitrum.io']),
  )
})

test('a chain with an id of its own has no official hosts but those that all share', () => {
  const { routes } = officialHosts([sheet(7, 1000)])
  expect(routes.map(({ host }) => host)).toEqual(['ipfs.iex.ec', 'ipfs.thegraph.com'])
})

import { expect, it } from 'vitest'
import type { AddressSheet } from '../address-sheet.ts'
import { type ChainConfig, chainEntry, chainName, refusedKeys } from './chain-config.ts'

const CONFIG = {
  default: 'arbitrum-sepolia-testnet',
  providers: { alchemy: 'key' },
  chains: {
    bellecour: {
      id: '134',
      sms: { scone: 'http://127.0.0.1:1' },
      resultProxy: 'http://127.0.0.1:2',
    },
    'arbitrum-sepolia-testnet': { id: '421614', sms: 'http://127.0.0.1:3' },
  },
} as ChainConfig

it('every entry of a chain.json that client 9 refuses is named', () => {
  expect(refusedKeys(CONFIG, 9)).toEqual([
    'providers',
    'chains.bellecour.sms',
    'chains.bellecour.resultProxy',
  ])
})

it('no entry is refused for client 8, which knows all of them', () => {
  expect(refusedKeys(CONFIG, 8)).toEqual([])
})

it('a chain has the name clients know, or its id if the id is custom', () => {
  const sheet = {
    profile: 'bellecour',
    chainId: 134,
    sms: {},
    subgraph: { poco: 'http://127.0.0.1:4' },
  } as AddressSheet
  const own = { ...sheet, chainId: 7 }
  expect([chainName(sheet), chainName(own)]).toEqual(['bellecour', 'iexec-sim-7'])
  expect(chainEntry(sheet, {}, { sdk: 8 })).not.toHaveProperty('native')
  expect(chainEntry(own, {}, { sdk: 8 })).toMatchObject({ id: '7', native: true, useGas: false })
  expect(chainEntry({ ...own, profile: 'arbitrum-sepolia' }, {}, { sdk: 8 })).not.toHaveProperty(
    'native',
  )
})

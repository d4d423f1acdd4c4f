import { expect, it } from 'vitest'
import { type ChainConfig, refusedKeys } from './chain-config.ts'

const CONFIG = {
  default: 'arbitrum-sepolia-testnet',
  providers: { alchemy: 'key' },
  chains: {
    bellecour: { id: '134', sms: { scone: 'http://127.0.0.1:1' }, resultProxy: 'http://127.0.0.1:2' },
    'arbitrum-sepolia-testnet': { id: '421614', sms: 'http://127.0.0.1:3' },
  },
} as ChainConfig

it('names everything in a chain.json that client 9 refuses', () => {
  expect(refusedKeys(CONFIG, 9)).toEqual(['providers', 'chains.bellecour.sms', 'chains.bellecour.resultProxy'])
})

it('names nothing to client 8, which knows them all', () => {
  expect(refusedKeys(CONFIG, 8)).toEqual([])
})

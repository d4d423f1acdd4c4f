import { arbitrumSepolia, bellecour } from '@iexec-sim/protocol'
import { expect, it } from 'vitest'
import { collectChainId, withChainIds } from './chain-id.ts'

const idsOf = (profiles: Parameters<typeof withChainIds>[0], ...values: string[]) => {
  const ids = values.reduce<ReturnType<typeof collectChainId>>(
    (all, value) => collectChainId(value, all),
    [],
  )
  return withChainIds(profiles, ids).map(({ chainId }) => chainId)
}

it('a chain id replaces that of the only profile, or of the profile it names', () => {
  expect(idsOf([arbitrumSepolia])).toEqual([421_614])
  expect(idsOf([arbitrumSepolia], '31337')).toEqual([31_337])
  expect(idsOf([arbitrumSepolia], 'arbitrum-sepolia=31337')).toEqual([31_337])
  expect(idsOf([bellecour, arbitrumSepolia], 'arbitrum-sepolia=31337')).toEqual([134, 31_337])
  expect(idsOf([bellecour, arbitrumSepolia], 'bellecour=7', 'arbitrum-sepolia=8')).toEqual([7, 8])
  expect(idsOf([arbitrumSepolia], '4503599627370476')).toEqual([4_503_599_627_370_476])
})

it.each(['0', '-1', '1.5', '0x7a69', '1e3', '', 'many', '4503599627370477', '007', 'mainnet=1'])(
  'a chain id "%s" is refused',
  (value) => {
    expect(() => collectChainId(value)).toThrow(`Invalid --chain-id "${value}"`)
  },
)

it('a chain id without a profile is refused when several run', () => {
  expect(() => idsOf([bellecour, arbitrumSepolia], '31337')).toThrow(
    'bellecour=N or arbitrum-sepolia=N',
  )
  expect(() => idsOf([bellecour], 'arbitrum-sepolia=31337')).toThrow('only bellecour is started')
  expect(() => idsOf([arbitrumSepolia], '134')).toThrow('clients take it for bellecour')
  expect(() => idsOf([bellecour, arbitrumSepolia], 'bellecour=7', 'arbitrum-sepolia=7')).toThrow(
    'cannot share',
  )
})

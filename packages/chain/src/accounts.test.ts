import { developmentWallet } from '@iexec-sim/protocol'
import { expect, it } from 'vitest'
import { developmentAccounts } from './accounts.ts'

it('the development accounts are derived from the development mnemonic', () => {
  expect(developmentAccounts.map(({ address, privateKey }) => ({ address, privateKey }))).toEqual(
    Array.from({ length: 10 }, (_, i) => {
      const { address, privateKey } = developmentWallet(i)
      return { address, privateKey }
    }),
  )
})

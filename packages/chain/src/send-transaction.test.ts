import { loadGenesis } from '@iexec-sim/contracts'
import { bellecour } from '@iexec-sim/protocol'
import { expect, it } from 'vitest'
import { developmentAccounts as accounts } from './accounts.ts'
import { Ledger } from './ledger.ts'

it('transactions sent while those of others wait leave no snapshots in the engine', async () => {
  const [waits, sends, to] = accounts.map(({ address }) => address)
  const genesis = loadGenesis('bellecour')
  const ledger = await Ledger.start({ profile: bellecour, genesis, accounts, genesisTime: 1 })
  const snapshots = async () => Number(await ledger.evm.request('evm_snapshot', []))
  const send = (transaction: object) =>
    ledger.apply('eth_sendTransaction', [{ to, gas: '0x5208', gasPrice: '0x0', ...transaction }], 2)
  await send({ from: waits, nonce: '0x1' })
  const before = await snapshots()
  for (let i = 0; i < 5; i++) await send({ from: sends })
  expect(Number(await ledger.evm.request('eth_blockNumber', []))).toBe(5)
  expect(await snapshots()).toBe(before + 1)
})

import { loadGenesis } from '@iexec-sim/contracts'
import { bellecour } from '@iexec-sim/protocol'
import { expect, it } from 'vitest'
import { developmentAccounts as accounts } from './accounts.ts'
import type { Evm } from './internal/edr.ts'
import { Ledger } from './ledger.ts'
import { sendTransaction } from './send-transaction.ts'

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

it('a transaction after another asks nothing of the engine besides; what waits is found', async () => {
  const [waits, sends, to] = accounts.map(({ address }) => address)
  const genesis = loadGenesis('bellecour')
  const { evm } = await Ledger.start({ profile: bellecour, genesis, accounts, genesisTime: 1 })
  const asked: string[] = []
  const watched: Evm = {
    get changes() {
      return evm.changes
    },
    request: (method, params) => {
      asked.push(method)
      return evm.request(method, params)
    },
  }
  const send = (transaction: object) =>
    sendTransaction(
      watched,
      'eth_sendTransaction',
      [{ to, gas: '0x5208', gasPrice: '0x0', ...transaction }],
      2,
    )
  const count = async () => Number(await evm.request('eth_getTransactionCount', [waits, 'latest']))
  await send({ from: sends })
  asked.length = 0
  await send({ from: sends })
  expect(asked).toEqual(['evm_setNextBlockTimestamp', 'eth_sendTransaction'])
  await send({ from: waits, nonce: '0x1' })
  await send({ from: sends })
  expect(await count()).toBe(0)
  await send({ from: waits, nonce: '0x0' })
  expect(await count()).toBe(2)
  await evm.request('evm_setAutomine', [false])
  await send({ from: waits })
  expect(await count()).toBe(2)
})

import { loadGenesis } from '@iexec-sim/contracts'
import { createLog } from '@iexec-sim/door'
import { bellecour } from '@iexec-sim/protocol'
import { expect, it } from 'vitest'
import { Chain, createClock } from '../src/index.ts'

it('methods of explorers that the engine lacks are answered', async () => {
  const log = createLog({ level: 'silent' })
  const chain = await Chain.start({
    profile: bellecour,
    genesis: loadGenesis('bellecour'),
    clock: createClock(),
    log,
  })
  const ask = (method: string, ...params: unknown[]) => chain.request({ method, params })
  expect(await ask('net_listening')).toBe(true)
  expect(await ask('net_peerCount')).toBe('0x0')
  expect(await ask('eth_protocolVersion')).toMatch(/^0x/)
  const { address } = chain.accounts[0]!
  const hash = await ask('eth_sendTransaction', { from: address, to: address })
  const receipt = await ask('eth_getTransactionReceipt', hash)
  const { blockHash } = receipt as { blockHash: string }
  expect(await ask('eth_getBlockReceipts', 'latest')).toEqual([receipt])
  expect(await ask('eth_getBlockReceipts', blockHash)).toEqual([receipt])
  expect(await ask('eth_getBlockReceipts', '0xffff')).toBeNull()
  await chain.close()
})

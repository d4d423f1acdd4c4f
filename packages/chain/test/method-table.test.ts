import { Wallet } from 'ethers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { METHODS } from '../src/rpc/methods.ts'
import { type OpenChain, openChain } from './open-chain.ts'

let started: OpenChain
/** Parameters for each method that needs some. */
let samples: Record<string, readonly unknown[]>

const ask = async (method: string, params: readonly unknown[] = []) => {
  const response = await fetch(started.door.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  return (await response.json()) as { result?: unknown; error?: { code: number; message: string } }
}

beforeAll(async () => {
  started = await openChain()
  const [own, other] = started.chain.accounts.map(({ address }) => address)
  const hash = (await started.rpc('eth_sendTransaction', { from: own, to: other })) as string
  const block = (await started.rpc('eth_getBlockByNumber', 'latest', false)) as { hash: string }
  const call = { from: own, to: other, gas: '0x7530' }
  const filter = await started.rpc('eth_newFilter', {})
  const signed = { to: own!, chainId: 134, type: 0, gasPrice: 0, gasLimit: 21_000, nonce: 0 }
  const raw = await new Wallet(started.chain.accounts[2]!.privateKey).signTransaction(signed)
  const waiting = await started.rpc('eth_sendTransaction', { from: other, to: own, nonce: '0x9' })
  const typed = {
    domain: { name: 'a' },
    types: {
      EIP712Domain: [{ name: 'name', type: 'string' }],
      A: [{ name: 'b', type: 'uint256' }],
    },
    primaryType: 'A',
    message: { b: '1' },
  }
  samples = {
    debug_traceCall: [call, 'latest', {}],
    debug_traceTransaction: [hash, {}],
    eth_call: [call, 'latest'],
    eth_createAccessList: [call],
    eth_estimateGas: [call],
    eth_feeHistory: ['0x1', 'latest', []],
    eth_getBalance: [own, 'latest'],
    eth_getBlockByHash: [block.hash, false],
    eth_getBlockByNumber: ['latest', false],
    eth_getBlockReceipts: ['latest'],
    eth_getBlockTransactionCountByHash: [block.hash],
    eth_getBlockTransactionCountByNumber: ['latest'],
    eth_getCode: [own, 'latest'],
    eth_getFilterChanges: [filter],
    eth_getFilterLogs: [filter],
    eth_getLogs: [{}],
    eth_getProof: [own, [], 'latest'],
    eth_getStorageAt: [own, '0x0', 'latest'],
    eth_getTransactionByBlockHashAndIndex: [block.hash, '0x0'],
    eth_getTransactionByBlockNumberAndIndex: ['0x1', '0x0'],
    eth_getTransactionByHash: [hash],
    eth_getTransactionCount: [own, 'latest'],
    eth_getTransactionReceipt: [hash],
    eth_getUncleByBlockHashAndIndex: [block.hash, '0x0'],
    eth_getUncleByBlockNumberAndIndex: ['latest', '0x0'],
    eth_getUncleCountByBlockHash: [block.hash],
    eth_getUncleCountByBlockNumber: ['latest'],
    eth_newFilter: [{}],
    eth_sendRawTransaction: [raw],
    eth_sendTransaction: [{ from: own, to: other }],
    eth_simulateV1: [{ blockStateCalls: [{ calls: [call] }] }, 'latest'],
    eth_sign: [own, '0x1234'],
    eth_signTypedData_v4: [own, typed],
    eth_uninstallFilter: [filter],
    evm_increaseTime: [1],
    evm_revert: ['0x1'],
    evm_setAutomine: [true],
    evm_setBlockGasLimit: [6_700_000],
    anvil_autoImpersonateAccount: [false],
    anvil_removePoolTransactions: [own],
    hardhat_dropTransaction: [waiting],
    hardhat_impersonateAccount: [own],
    hardhat_mine: ['0x1'],
    hardhat_setBalance: [own, '0x1000000'],
    hardhat_setCode: [`0x${'77'.repeat(20)}`, '0x00'],
    hardhat_setCoinbase: [own],
    hardhat_setLoggingEnabled: [true],
    hardhat_setNonce: [`0x${'78'.repeat(20)}`, '0x5'],
    hardhat_setStorageAt: [own, '0x0', `0x${'00'.repeat(32)}`],
    hardhat_stopImpersonatingAccount: [other],
    personal_sign: ['0x1234', own],
    txpool_contentFrom: [own],
    web3_sha3: ['0x1234'],
  }
})
afterAll(() => started.close())

describe('the table of methods', () => {
  it('names each method once', () => {
    const names = METHODS.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })

  it('lists only methods that the door answers', async () => {
    const failures: unknown[] = []
    for (const row of METHODS) {
      if (row.by === 'none' || row.kind === 'socket' || row.name === 'eth_uninstallFilter') continue
      // Nonces can be set only while nothing waits.
      if (/(set|setAccount)Nonce$/.test(row.name)) await ask('anvil_dropAllTransactions')
      const name = row.as ?? row.name
      const later = [Math.ceil(started.clock.now() / 1000) + 1]
      const params = row.kind === 'time' && name !== 'evm_increaseTime' ? later : samples[name]
      const { error } = await ask(row.name, params)
      if (error) failures.push([row.name, error])
    }
    expect(failures).toEqual([])
    expect(await ask('eth_uninstallFilter', samples.eth_uninstallFilter)).toMatchObject({
      result: true,
    })
  })

  it('gives the reason of each refused method', async () => {
    for (const row of METHODS) {
      if (row.by !== 'none') continue
      const why = row.why.replaceAll('`', '"')
      expect((await ask(row.name)).error).toEqual({
        code: -32601,
        message: `${row.name} is not supported: ${why}`,
      })
    }
  })

  it('marks the methods that need a WebSocket', async () => {
    const overSocket = METHODS.filter((row) => row.by !== 'none' && row.kind === 'socket')
    expect(overSocket.map(({ name }) => name)).toContain('eth_subscribe')
    for (const { name } of overSocket)
      expect((await ask(name)).error).toEqual({
        code: -32601,
        message: `${name} needs a WebSocket`,
      })
  })

  it('answers no method outside the table', async () => {
    for (const name of ['eth_nothing', 'anvil_nothing', 'toString', 'constructor', '__proto__', ''])
      expect((await ask(name)).error).toEqual({
        code: -32601,
        message: `the method ${name} does not exist/is not available`,
      })
  })
})

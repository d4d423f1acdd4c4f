import { JsonRpcProvider, Wallet } from 'ethers'
import { createTestClient, http } from 'viem'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type OpenChain, openChain } from './open-chain.ts'
import { scratch } from './scratch.ts'

const to = `0x${'77'.repeat(20)}` as const
let dir: string
let started: OpenChain

async function open(): Promise<void> {
  started = await openChain({ dir })
}
async function close(): Promise<void> {
  await started.close()
}
beforeEach(async () => {
  dir = scratch()
  await open()
})
afterEach(close)

const address = (index: number) => started.chain.accounts[index]!.address
const send = (index: number, nonce: number) =>
  started.rpc('eth_sendTransaction', {
    from: address(index),
    to,
    gas: '0x5208',
    nonce: `0x${nonce.toString(16)}`,
  })
const client = () =>
  createTestClient({ mode: 'anvil', transport: http(started.door.url, { retryCount: 0 }) })

describe('the pool', () => {
  it('separates transactions for the next block from those that wait for an earlier nonce', async () => {
    await started.rpc('evm_setAutomine', false)
    const hashes = [await send(0, 0), await send(0, 1), await send(0, 3), await send(1, 2)]
    expect(await started.rpc('txpool_status')).toEqual({ pending: '0x2', queued: '0x2' })
    expect(await client().getTxpoolStatus()).toEqual({ pending: 2, queued: 2 })
    const content = (await started.rpc('txpool_content')) as Record<
      string,
      Record<string, Record<string, object>>
    >
    expect(content.pending).toEqual({
      [address(0)]: {
        0: expect.objectContaining({ hash: hashes[0] }),
        1: expect.objectContaining({ hash: hashes[1] }),
      },
    })
    expect(Object.keys(content.queued!).sort()).toEqual([address(0), address(1)].sort())
    expect(await started.rpc('txpool_contentFrom', address(1).toLowerCase())).toEqual({
      pending: {},
      queued: { 2: expect.objectContaining({ hash: hashes[3] }) },
    })
    const inspected = (await started.rpc('txpool_inspect')) as { queued: object }
    expect(inspected.queued).toMatchObject({
      [address(1)]: { 2: `${to}: 0 wei + 21000 gas × 0 wei` },
    })
    await started.rpc('evm_mine')
    expect(await started.rpc('txpool_status')).toEqual({ pending: '0x0', queued: '0x2' })
  })

  it('can be emptied, wholly or of one sender, also after a restart', async () => {
    await send(0, 3)
    await send(1, 2)
    await send(1, 4)
    await started.rpc('anvil_removePoolTransactions', address(1).toLowerCase())
    expect(await started.rpc('txpool_status')).toEqual({ pending: '0x0', queued: '0x1' })
    await close()
    await open()
    expect(await started.rpc('txpool_status')).toEqual({ pending: '0x0', queued: '0x1' })
    await started.rpc('anvil_dropAllTransactions')
    expect(await started.rpc('txpool_status')).toEqual({ pending: '0x0', queued: '0x0' })
  })
})

describe('any account', () => {
  const anybody = `0x${'5a'.repeat(20)}`
  const from = () => started.rpc('eth_sendTransaction', { from: anybody, to })

  it('can send while auto-impersonation is on, and not afterwards', async () => {
    await expect(from()).rejects.toThrow()
    await client().request({
      method: 'anvil_autoImpersonateAccount' as never,
      params: [true] as never,
    })
    await from()
    await close()
    await open()
    await from()
    await started.rpc('hardhat_autoImpersonateAccount', false)
    await expect(from()).rejects.toThrow()
    await expect(started.rpc('anvil_autoImpersonateAccount', 'yes')).rejects.toMatchObject({
      code: -32602,
    })
    expect(await started.rpc('eth_getTransactionCount', anybody, 'latest')).toBe('0x2')
  })

  it('can still send afterwards if it was impersonated by name', async () => {
    await started.rpc('anvil_impersonateAccount', anybody)
    await started.rpc('anvil_autoImpersonateAccount', true)
    await from()
    await started.rpc('anvil_autoImpersonateAccount', false)
    await from()
    expect(await started.rpc('eth_getTransactionCount', anybody, 'latest')).toBe('0x2')
  })

  it('has the impersonation of the restored snapshot', async () => {
    const copy = scratch()
    await started.chain.save(copy)
    await started.rpc('anvil_autoImpersonateAccount', true)
    await started.chain.restore(copy)
    await expect(from()).rejects.toThrow()
  })

  it('impersonated after the restored snapshot can no longer send', async () => {
    const copy = scratch()
    await started.chain.save(copy)
    await started.rpc('anvil_impersonateAccount', anybody)
    await started.chain.restore(copy)
    await expect(from()).rejects.toThrow()
    await close()
    await open()
    await expect(from()).rejects.toThrow()
  })

  it('impersonated in the restored snapshot can send again, also after a restart', async () => {
    await started.rpc('anvil_impersonateAccount', anybody)
    const copy = scratch()
    await started.chain.save(copy)
    await started.rpc('anvil_stopImpersonatingAccount', anybody)
    await started.chain.restore(copy)
    await from()
    await started.rpc('anvil_autoImpersonateAccount', true)
    await from()
    await started.rpc('anvil_autoImpersonateAccount', false)
    await from()
    await close()
    await open()
    await from()
    expect(await started.rpc('eth_getTransactionCount', anybody, 'latest')).toBe('0x4')
  })

  it('keeps its impersonation over a revert, as in Hardhat, and a restart repeats that', async () => {
    const snapshot = await started.rpc('evm_snapshot')
    await started.rpc('anvil_impersonateAccount', anybody)
    await started.rpc('evm_revert', snapshot)
    await from()
    await close()
    await open()
    await from()
    expect(await started.rpc('eth_getTransactionCount', anybody, 'latest')).toBe('0x2')
  })

  it('whose impersonation the engine refused is not part of a snapshot', async () => {
    const copy = scratch()
    await started.chain.save(copy)
    await expect(started.rpc('anvil_impersonateAccount', 'nobody')).rejects.toThrow()
    await started.chain.restore(copy)
    await started.rpc('evm_mine')
  })
})

describe('the description of the node', () => {
  it('has the form of anvil', async () => {
    await started.rpc('evm_mine')
    expect(await started.rpc('anvil_nodeInfo')).toMatchObject({
      currentBlockNumber: '0x1',
      currentBlockTimestamp: expect.any(Number),
      hardFork: 'berlin',
      environment: { chainId: 134, gasLimit: '0x663be0', gasPrice: '0x0', baseFee: '0x0' },
    })
    expect(await started.rpc('anvil_metadata')).toMatchObject({
      chainId: 134,
      latestBlockNumber: 1,
    })
    expect(await started.rpc('rpc_modules')).toMatchObject({
      eth: '1.0',
      txpool: '1.0',
      anvil: '1.0',
    })
  })
})

describe('an access list', () => {
  const inner = `0x${'1e'.repeat(20)}`
  const outer = `0x${'0e'.repeat(20)}`
  const slot = (n: number) => `0x${n.toString(16).padStart(64, '0')}`
  const list = async (call: object) =>
    (await started.rpc('eth_createAccessList', { from: address(0), ...call })) as {
      accessList: { address: string; storageKeys: string[] }[]
      gasUsed: string
      error?: string
    }

  beforeEach(async () => {
    // SLOAD 2, then SSTORE 3 = 1.
    await started.rpc('hardhat_setCode', inner, '0x600254506001600355')
    // SLOAD 1, then CALL or DELEGATECALL inner.
    const call = `6000600060006000600073${inner.slice(2)}5af150`
    await started.rpc('hardhat_setCode', outer, `0x60015450${call}`)
  })

  it('names the contracts and slots that a call touches', async () => {
    const { accessList, error } = await list({ to: outer })
    expect(error).toBeUndefined()
    expect(accessList).toEqual([
      { address: outer, storageKeys: [slot(1)] },
      { address: inner, storageKeys: [slot(2), slot(3)] },
    ])
  })

  it('lists slots of delegated calls under the contract whose storage they are in', async () => {
    const borrowing = `0x6000600060006000${`73${inner.slice(2)}`}5af450`
    await started.rpc('hardhat_setCode', outer, borrowing)
    expect((await list({ to: outer })).accessList).toEqual([
      { address: outer, storageKeys: [slot(2), slot(3)] },
      { address: inner, storageKeys: [] },
    ])
  })

  it('is empty for a transfer, with the gas that the transaction then uses', async () => {
    expect(await list({ to })).toEqual({ accessList: [], gasUsed: '0x5208' })
    const { accessList, gasUsed } = await list({ to: outer })
    const provider = new JsonRpcProvider(started.door.url, undefined, {
      staticNetwork: true,
      cacheTimeout: -1,
    })
    const wallet = new Wallet(started.chain.accounts[0]!.privateKey, provider)
    const sent = await wallet.sendTransaction({
      to: outer,
      accessList,
      gasLimit: 200_000,
      gasPrice: 0,
      type: 1,
    })
    expect((await sent.wait())!.gasUsed).toBe(BigInt(gasUsed))
    provider.destroy()
  })

  it('carries the reason of a failed call', async () => {
    await started.rpc('hardhat_setCode', outer, '0x60015460006000fd')
    expect(await list({ to: outer })).toMatchObject({
      accessList: [{ address: outer, storageKeys: [slot(1)] }],
      error: 'execution reverted',
    })
  })
})

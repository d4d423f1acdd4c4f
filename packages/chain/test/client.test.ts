import { createLog, openDoor } from '@iexec-sim/door'
import { type Address, bellecour } from '@iexec-sim/protocol'
import { Interface, Wallet } from 'ethers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HubClient, httpRpc } from '../src/client/index.ts'
import { type OpenChain, openChain } from './open-chain.ts'

const log = createLog({ level: 'silent' })
let started: OpenChain
const wallet = (index: number) => new Wallet(started.chain.accounts[index]!.privateKey)
const overHttp = () => new HubClient({ rpc: httpRpc(started.door.url), hub: bellecour.hub })

beforeAll(async () => {
  started = await openChain()
})
afterAll(() => started.close())

describe('a hub client', () => {
  it('deploys a workerpool and reads it back', async () => {
    const owner = wallet(2).address as Address
    const { address } = await overHttp()
      .as(wallet(2))
      .createWorkerpool({ owner, description: 'pool' })
    expect(await overHttp().viewWorkerpool(address)).toEqual({ owner, description: 'pool' })
    expect(await overHttp().isRegistered('workerpool', address)).toBe(true)
    expect(await overHttp().viewWorkerpool(owner)).toBeUndefined()
  })

  it('shares a wallet with other clients', async () => {
    const writers = [
      overHttp(),
      overHttp(),
      new HubClient({ rpc: started.chain, hub: bellecour.hub }),
    ].map((hub) => hub.as(wallet(3)))
    for (let round = 0; round < 5; round++)
      await Promise.all(writers.map((writer) => writer.deposit(1n)))
    expect(await overHttp().viewAccount(started.chain.accounts[3]!.address)).toMatchObject({
      stake: 15n,
      locked: 0n,
    })
  })

  it('throws the reason when the chain refuses a transaction', async () => {
    const poor = Wallet.createRandom()
    await expect(overHttp().as(poor).deposit(5n)).rejects.toMatchObject({
      code: 'RPC_REFUSED',
      message: expect.stringContaining('insufficient funds for gas'),
    })
    await expect(overHttp().as(poor).withdraw(5n)).rejects.toMatchObject({
      code: 'TRANSACTION_REVERTED',
    })
  })

  it('throws the gas limit of a call that used it up', async () => {
    const at = `0x${'06'.repeat(20)}` as Address
    // Memory of four gigabytes: no gas is enough, and it takes two steps to find out.
    await started.rpc('hardhat_setCode', at, '0x63ffffffff51')
    const abi = new Interface(['function anything()'])
    await expect(overHttp().as(wallet(2)).send(abi, at, 'anything', [])).rejects.toMatchObject({
      code: 'TRANSACTION_REVERTED',
      message: expect.stringContaining('out of gas: the limit was 6000000'),
    })
  })

  it('waits for a block when blocks are mined by hand', async () => {
    await started.rpc('evm_setAutomine', false)
    const deposit = overHttp().as(wallet(4)).deposit(3n)
    const sent = () => started.rpc('eth_getTransactionCount', wallet(4).address, 'pending')
    while ((await sent()) !== '0x1') await new Promise(setImmediate)
    await started.rpc('evm_mine')
    expect((await deposit).receipt.blockNumber).toBe(Number(await started.rpc('eth_blockNumber')))
    await started.rpc('evm_setAutomine', true)
  })

  it('throws different errors for a chain that is down and a URL that is not a chain', async () => {
    const other = await openDoor({ name: 'other', port: 0, log, plugin: async () => {} })
    await expect(httpRpc(other.url).request({ method: 'eth_chainId' })).rejects.toMatchObject({
      code: 'HTTP_FAILED',
    })
    await other.close()
    await expect(httpRpc(other.url).request({ method: 'eth_chainId' })).rejects.toMatchObject({
      code: 'HTTP_UNREACHABLE',
    })
  })
})

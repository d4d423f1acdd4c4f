import { loadGenesis } from '@iexec-sim/contracts'
import { type Address, arbitrumSepolia, bellecour } from '@iexec-sim/protocol'
import { Contract, JsonRpcProvider, Wallet } from 'ethers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HubClient, interfaces } from '../src/client/index.ts'
import { createClock } from '../src/index.ts'
import { type OpenChain, openChain } from './open-chain.ts'
import { scratch } from './scratch.ts'
import { startChain } from './started-chain.ts'

const GAS_PRICE = 100_000_000n
const RLC = 10n ** 9n
const { hub, escrow } = arbitrumSepolia
const rlc = escrow.mode === 'token' ? escrow.rlc : undefined
const onArbitrum = { profile: arbitrumSepolia, genesis: loadGenesis('arbitrum-sepolia') }

let started: OpenChain
let provider: JsonRpcProvider
beforeAll(async () => {
  started = await openChain(onArbitrum)
  provider = new JsonRpcProvider(started.door.url, undefined, { pollingInterval: 50 })
})
afterAll(async () => {
  provider.destroy()
  await started.close()
})
const wallet = (i: number) => new Wallet(started.chain.accounts[i]!.privateKey, provider)

describe('the price of gas', () => {
  it('is the base fee, with nothing on top', async () => {
    expect(await provider.getFeeData()).toMatchObject({
      gasPrice: GAS_PRICE,
      maxPriorityFeePerGas: 0n,
      maxFeePerGas: 2n * GAS_PRICE,
    })
    expect(await started.rpc('eth_feeHistory', '0x1', 'latest', [50])).toMatchObject({
      baseFeePerGas: ['0x5f5e100', '0x5f5e100'],
      reward: [['0x0']],
    })
  })

  it('is the same after empty and full blocks', async () => {
    for (let i = 0; i < 30; i++) await started.rpc('evm_mine')
    const { address } = wallet(8)
    // Code that burns all gas at once.
    const furnace = `0x${'e1'.repeat(20)}`
    await started.rpc('hardhat_setCode', furnace, '0xfe')
    const burn = { from: address, to: furnace, gas: `0x${(29_000_000).toString(16)}` }
    await started.rpc('eth_sendTransaction', burn)
    const latest = () => started.rpc('eth_getBlockByNumber', 'latest', false)
    expect(await latest()).toMatchObject({ gasUsed: burn.gas, baseFeePerGas: '0x5f5e100' })
    await started.rpc('evm_mine')
    expect(await latest()).toMatchObject({ gasUsed: '0x0', baseFeePerGas: '0x5f5e100' })
  })

  it('is zero on a chain without a base fee', async () => {
    const { chain, rpc } = await startChain()
    const block = await rpc('eth_getBlockByNumber', 'latest', false)
    expect(block).not.toHaveProperty('baseFeePerGas')
    expect([await rpc('eth_gasPrice'), await rpc('eth_maxPriorityFeePerGas')]).toEqual([
      '0x0',
      '0x0',
    ])
    expect(await rpc('eth_feeHistory', '0x1', 'latest', [50])).toMatchObject({
      baseFeePerGas: ['0x0', '0x0'],
    })
    await chain.close()
  })
})

describe('a wallet of ethers', () => {
  it('sends a transaction as it does on any chain, and pays its gas', async () => {
    const [from, to] = [wallet(2), Wallet.createRandom().address]
    const before = await provider.getBalance(from.address)
    const receipt = (await (await from.sendTransaction({ to, value: 5n })).wait())!
    expect(receipt).toMatchObject({ status: 1, type: 2, gasPrice: GAS_PRICE })
    expect(await provider.getBalance(to)).toBe(5n)
    expect(await provider.getBalance(from.address)).toBe(before - 5n - receipt.gasUsed * GAS_PRICE)
  })

  it('sends nothing when it cannot pay the gas', async () => {
    const poor = Wallet.createRandom(provider)
    await expect(poor.sendTransaction({ to: hub, gasLimit: 21_000 })).rejects.toMatchObject({
      code: 'INSUFFICIENT_FUNDS',
    })
  })

  it('deposits RLC and takes it out again', async () => {
    const from = wallet(3)
    const token = new Contract(rlc!, interfaces.rlc(), from)
    const escrowed = new Contract(hub, interfaces.tokenHub(), from)
    expect(await token.getFunction('balanceOf')(from.address)).toBe(10_000n * RLC)
    const receipt = await (await token.getFunction('approveAndCall')(hub, 7n, '0x')).wait()
    expect(receipt.logs).toHaveLength(3)
    expect((await escrowed.getFunction('viewAccount')(from.address)).stake).toBe(7n)
    await (await escrowed.getFunction('withdraw')(3n)).wait()
    expect((await escrowed.getFunction('viewAccount')(from.address)).stake).toBe(4n)
    expect(await token.getFunction('balanceOf')(from.address)).toBe(10_000n * RLC - 4n)
  })
})

describe('the hub client', () => {
  it('reads the token of the escrow', async () => {
    expect(await new HubClient({ rpc: started.chain, hub }).token()).toBe(rlc)
    const native = await startChain()
    expect(await new HubClient({ rpc: native.chain, hub: bellecour.hub }).token()).toBeUndefined()
    await native.chain.close()
  })

  it('deposits to either escrow', async () => {
    const native = await startChain()
    for (const [client, rpc] of [
      [new HubClient({ rpc: started.chain, hub }), started.rpc],
      [new HubClient({ rpc: native.chain, hub: bellecour.hub }), native.rpc],
    ] as const) {
      const { address } = wallet(4)
      const { receipt } = await client.as(wallet(4)).deposit(6n)
      expect(receipt.logs.at(-1)!.address.toLowerCase()).toBe(client.hub.toLowerCase())
      expect((await client.viewAccount(address as Address)).stake).toBe(6n)
      await client.as(wallet(4)).withdraw(2n)
      expect((await client.viewAccount(address as Address)).stake).toBe(4n)
      expect(await rpc('eth_blockNumber')).not.toBe('0x0')
    }
    await native.chain.close()
  })

  it('throws the reason of a refused deposit', async () => {
    const client = new HubClient({ rpc: started.chain, hub })
    await expect(client.as(wallet(5)).deposit(10_001n * RLC)).rejects.toThrow(
      'approveAndCall: empty revert',
    )
    const poor = Wallet.createRandom() as unknown as Wallet
    await expect(client.as(poor).deposit(1n)).rejects.toMatchObject({ code: 'RPC_REFUSED' })
  })
})

describe('the journal', () => {
  it('restores the same blocks', async () => {
    const dir = scratch()
    const first = await startChain({ ...onArbitrum, dir })
    const from = first.chain.accounts[0]!
    for (let i = 0; i < 3; i++) {
      await new HubClient({ rpc: first.chain, hub }).as(new Wallet(from.privateKey)).deposit(5n)
      await first.rpc('eth_estimateGas', { from: from.address, to: from.address })
      await first.rpc('eth_call', { from: from.address, to: rlc, data: '0x18160ddd' }, 'pending')
    }
    const head = await first.rpc('eth_getBlockByNumber', 'latest', true)
    await first.chain.close()
    const second = await startChain({ ...onArbitrum, dir, clock: createClock() })
    expect(await second.rpc('eth_getBlockByNumber', 'latest', true)).toEqual(head)
    await second.chain.close()
  })
})

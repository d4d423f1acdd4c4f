import type { Address } from '@iexec-sim/protocol'
import { Wallet } from 'ethers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StartedChain, startChain } from './started-chain.ts'

/** TIMESTAMP, stored and returned. */
const TELLS_TIME = '0x4260005260206000f3'
const teller = `0x${'77'.repeat(20)}` as Address

describe('time on the chain', () => {
  let started: StartedChain
  beforeAll(async () => {
    started = await startChain()
    await started.rpc('anvil_setCode', teller, TELLS_TIME)
  })
  afterAll(() => started.chain.close())
  const pendingLead = async () => {
    const answer = (await started.rpc('eth_call', { to: teller, data: '0x' }, 'pending')) as string
    return Math.abs(Number(answer) - Math.floor(started.clock.now() / 1000))
  }

  it("is the clock's time in calls on the pending block, after any number of moves", async () => {
    for (let i = 0; i < 3; i++) {
      await started.rpc('evm_increaseTime', 3600)
      expect(await pendingLead()).toBeLessThan(2)
      await started.rpc('evm_mine')
      expect(await pendingLead()).toBeLessThan(2)
    }
  })

  it('follows a clock that stands still', async () => {
    const frozen = await startChain()
    frozen.clock.freeze()
    frozen.clock.advance(10_000_000)
    await frozen.rpc('evm_mine')
    expect(await frozen.lead()).toBe(0)
    const { timestamp } = (await frozen.rpc('eth_getBlockByNumber', 'pending', false)) as {
      timestamp: string
    }
    expect(Number(timestamp)).toBe(Math.floor(frozen.clock.now() / 1000))
    await frozen.chain.close()
  })

  it('does not run ahead when many blocks are mined at once', async () => {
    const before = Number(await started.rpc('eth_blockNumber'))
    await started.rpc('anvil_mine', 500)
    expect(Number(await started.rpc('eth_blockNumber'))).toBe(before + 500)
    expect(Math.abs(await started.lead())).toBeLessThan(2)
  })

  it('moves along when blocks are asked for with an interval or a timestamp', async () => {
    const before = started.clock.now()
    await started.rpc('hardhat_mine', '0xb', '0x3c')
    expect(started.clock.now() - before).toBeGreaterThanOrEqual(599_000)
    expect(Math.abs(await started.lead())).toBeLessThan(2)
    const target = Math.floor(started.clock.now() / 1000) + 5_000
    await started.rpc('evm_mine', target)
    expect(await started.rpc('eth_getBlockByNumber', 'latest', false)).toMatchObject({
      timestamp: `0x${target.toString(16)}`,
    })
    expect(started.clock.now()).toBeGreaterThanOrEqual(target * 1000)
  })

  it('may be set to the current second, not to an earlier one', async () => {
    const second = Math.floor(started.clock.now() / 1000)
    await started.rpc('anvil_setNextBlockTimestamp', second)
    await expect(started.rpc('anvil_setNextBlockTimestamp', second - 100)).rejects.toMatchObject({
      code: -32602,
    })
    await expect(started.rpc('evm_increaseTime', 'soon')).rejects.toThrow('"soon"')
  })
})

describe('time moved beyond the year 9999', () => {
  it.each([
    ['evm_increaseTime', 1e13],
    ['evm_setTime', 1e16],
    ['evm_mine', 1e16],
    ['evm_setNextBlockTimestamp', 1e300],
  ])('is refused: %s %d', async (method, value) => {
    const started = await startChain()
    const before = started.clock.now()
    await expect(started.rpc(method, value)).rejects.toMatchObject({ code: -32602 })
    expect(started.clock.now() - before).toBeLessThan(60_000)
    await started.rpc('evm_mine')
    await started.chain.close()
  })
})

describe('the chain, as clients expect it,', () => {
  let started: StartedChain
  beforeAll(async () => {
    started = await startChain()
  })
  afterAll(() => started.chain.close())

  it('lets an empty account that is impersonated send without naming a price', async () => {
    const { address } = Wallet.createRandom()
    await started.rpc('anvil_impersonateAccount', address)
    const hash = await started.rpc('eth_sendTransaction', { from: address, to: teller })
    expect(await started.rpc('eth_getTransactionReceipt', hash)).toMatchObject({
      status: '0x1',
      from: address.toLowerCase(),
    })
  })

  it('has a fee history without fees', async () => {
    await started.rpc('anvil_mine', 3)
    const head = Number(await started.rpc('eth_blockNumber'))
    expect(await started.rpc('eth_feeHistory', '0x2', 'latest', [25, 75])).toEqual({
      oldestBlock: `0x${(head - 1).toString(16)}`,
      baseFeePerGas: ['0x0', '0x0', '0x0'],
      gasUsedRatio: [0, 0],
      reward: [
        ['0x0', '0x0'],
        ['0x0', '0x0'],
      ],
    })
    expect(await started.rpc('eth_feeHistory', 100_000, 'latest')).toMatchObject({
      oldestBlock: '0x0',
    })
  })

  it('takes numbers and short words in cheat calls', async () => {
    await started.rpc('anvil_setBalance', teller, 5)
    expect(await started.rpc('eth_getBalance', teller, 'latest')).toBe('0x5')
    await started.rpc('anvil_setStorageAt', teller, '0x00', '0x7')
    expect(Number(await started.rpc('eth_getStorageAt', teller, '0x0', 'latest'))).toBe(7)
  })

  it('goes back to a snapshot and on from there', async () => {
    const head = await started.rpc('eth_blockNumber')
    const snapshot = await started.rpc('evm_snapshot')
    await started.rpc('anvil_mine', 5)
    expect(await started.rpc('anvil_revert', snapshot)).toBe(true)
    expect(await started.rpc('eth_blockNumber')).toBe(head)
    await started.rpc('evm_mine')
    expect(Math.abs(await started.lead())).toBeLessThan(2)
  })
})

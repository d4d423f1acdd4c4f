import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadGenesis } from '@iexec-sim/contracts'
import { createLog } from '@iexec-sim/door'
import {
  type Address,
  bellecour,
  dealIdOf,
  type Hex,
  NO_DATASET_ORDER,
  orderHash,
  signOrder,
  taskIdOf,
  ZERO_ADDRESS,
  ZERO_BYTES32,
} from '@iexec-sim/protocol'
import { Wallet } from 'ethers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scratch } from '../test/scratch.ts'
import { HubClient } from './client/index.ts'
import { Chain, createClock, type NetworkClock } from './index.ts'

const log = createLog({ level: 'silent' })
const genesis = loadGenesis('bellecour')
const start = (clock: NetworkClock, dir?: string) =>
  Chain.start({ profile: bellecour, genesis, clock, log, ...(dir ? { dir } : {}) })

/** A deal between the first accounts at price zero. */
async function match(chain: Chain, salt: Hex) {
  const [requester, owner] = chain.accounts.map(({ privateKey }) => new Wallet(privateKey))
  const hub = new HubClient({ rpc: chain, hub: bellecour.hub })
  const app = {
    owner: requester!.address as Address,
    name: 'app',
    type: 'DOCKER',
    multiaddr: '0x61' as Hex,
    checksum: ZERO_BYTES32,
    mrenclave: '0x' as Hex,
  }
  const at = await hub.predictApp(app)
  if (!(await hub.isRegistered('app', at)))
    expect((await hub.as(requester!).createApp(app)).address).toBe(at)
  const domain = { chainId: 134, hub: bellecour.hub }
  const open = {
    volume: 1n,
    tag: ZERO_BYTES32,
    salt,
    apprestrict: ZERO_ADDRESS,
    datasetrestrict: ZERO_ADDRESS,
    workerpoolrestrict: ZERO_ADDRESS,
    requesterrestrict: ZERO_ADDRESS,
  }
  const workerpool = genesis.addresses.debugWorkerpool as Address
  const { apprestrict: _a, ...appRest } = open
  const { workerpoolrestrict: _w, ...poolRest } = open
  const orders = {
    app: await signOrder('AppOrder', { ...appRest, app: at, appprice: 0n }, domain, requester!),
    dataset: NO_DATASET_ORDER,
    workerpool: await signOrder(
      'WorkerpoolOrder',
      { ...poolRest, workerpool, workerpoolprice: 0n, category: 0n, trust: 0n },
      domain,
      owner!,
    ),
    request: await signOrder(
      'RequestOrder',
      {
        app: at,
        appmaxprice: 0n,
        dataset: ZERO_ADDRESS,
        datasetmaxprice: 0n,
        workerpool,
        workerpoolmaxprice: 0n,
        requester: requester!.address as Address,
        volume: 1n,
        tag: ZERO_BYTES32,
        category: 0n,
        trust: 0n,
        beneficiary: requester!.address as Address,
        callback: ZERO_ADDRESS,
        params: '{}',
        salt,
      },
      domain,
      requester!,
    ),
  }
  const matched = await hub.as(requester!).matchOrders(orders)
  expect(matched.dealId).toBe(dealIdOf(orderHash('RequestOrder', orders.request, domain), 0n))
  return { hub, ...matched }
}

describe('a chain', () => {
  let chain: Chain
  let clock: NetworkClock
  beforeAll(async () => {
    clock = createClock()
    chain = await start(clock)
  })
  afterAll(() => chain.close())
  const rpc = (method: string, ...params: unknown[]) => chain.request({ method, params })

  it("has the profile's id, contracts, free gas and funded accounts", async () => {
    expect(await rpc('eth_chainId')).toBe('0x86')
    expect(await rpc('eth_gasPrice')).toBe('0x0')
    expect(await rpc('eth_maxPriorityFeePerGas')).toBe('0x0')
    expect(
      BigInt((await rpc('eth_getBalance', chain.accounts[0]!.address, 'latest')) as string),
    ).toBe(10_000n * 10n ** 18n)
    const hub = new HubClient({ rpc: chain, hub: bellecour.hub })
    expect(await hub.countCategory()).toBe(5n)
    expect(await hub.viewCategory(0n)).toMatchObject({ name: 'XS', workClockTimeRef: 300n })
    expect(await hub.viewCategory(5n)).toBeUndefined()
    expect(await hub.ownerOf(genesis.addresses.debugWorkerpool as Address)).toBe(
      chain.accounts[1]!.address,
    )
    expect(await hub.ownerOf(chain.accounts[5]!.address)).toBeUndefined()
  })

  it('takes a transaction of gas price 0 from an empty wallet', async () => {
    const hub = new HubClient({ rpc: chain, hub: bellecour.hub })
    const poor = Wallet.createRandom()
    const app = {
      owner: poor.address as Address,
      name: 'poor',
      type: 'DOCKER',
      multiaddr: '0x' as Hex,
      checksum: ZERO_BYTES32,
      mrenclave: '0x' as Hex,
    }
    const { address } = await hub.as(poor as unknown as Wallet).createApp(app)
    expect(await hub.viewApp(address)).toMatchObject({
      owner: poor.address,
      name: 'poor',
      type: 'DOCKER',
    })
  })

  it('follows a deal to its task', async () => {
    const { hub, dealId } = await match(chain, `0x${'01'.repeat(32)}`)
    expect(await hub.viewDeal(dealId)).toMatchObject({
      dealId,
      trust: 1n,
      botSize: 1n,
      workerpool: { owner: chain.accounts[1]!.address },
    })
    const taskId = taskIdOf(dealId, 0)
    expect(await hub.viewTask(taskId)).toBeUndefined()
    await hub.as(new Wallet(chain.accounts[1]!.privateKey)).initialize(dealId, 0n)
    expect(await hub.viewTask(taskId)).toMatchObject({
      status: 'ACTIVE',
      dealId,
      index: 0n,
      timeref: 300n,
      contributors: [],
    })
  })

  it('gives the reason of a refused transaction', async () => {
    const hub = new HubClient({ rpc: chain, hub: bellecour.hub })
    await expect(
      hub.as(new Wallet(chain.accounts[3]!.privateKey)).claim(taskIdOf(ZERO_BYTES32 as never, 1)),
    ).rejects.toThrow('The chain refused claim: empty revert.')
    await expect(match(chain, `0x${'01'.repeat(32)}`)).rejects.toThrow('iExecV5-matchOrders-0x60')
  })

  it('takes many transactions of one wallet at once', async () => {
    const hub = new HubClient({ rpc: chain, hub: bellecour.hub })
    const writer = hub.as(new Wallet(chain.accounts[4]!.privateKey))
    await Promise.all(Array.from({ length: 20 }, () => writer.deposit(1n)))
    expect((await hub.viewAccount(chain.accounts[4]!.address)).stake).toBe(20n)
  })

  it('keeps block time within two seconds of the clock over 1,000 transactions', async () => {
    for (let i = 0; i < 1000; i++)
      await rpc('eth_sendTransaction', {
        from: chain.accounts[6]!.address,
        to: chain.accounts[7]!.address,
        value: '0x1',
      })
    const { timestamp } = (await rpc('eth_getBlockByNumber', 'latest', false)) as {
      timestamp: string
    }
    expect(Math.abs(Number(timestamp) - clock.now() / 1000)).toBeLessThan(2)
  })

  it('moves the network clock with the time methods, and never back', async () => {
    const before = clock.now()
    await rpc('anvil_increaseTime', 3600)
    expect(clock.now() - before).toBeGreaterThanOrEqual(3_600_000)
    await rpc('evm_mine')
    const { timestamp } = (await rpc('eth_getBlockByNumber', 'latest', false)) as {
      timestamp: string
    }
    expect(Number(timestamp)).toBe(Math.floor(clock.now() / 1000))
    await expect(rpc('evm_setNextBlockTimestamp', 12)).rejects.toThrow('only runs forward')
  })

  it('takes the cheat methods under their anvil names and refuses those it does not support', async () => {
    await rpc('anvil_setBalance', chain.accounts[8]!.address, '0x7')
    expect(await rpc('eth_getBalance', chain.accounts[8]!.address, 'latest')).toBe('0x7')
    await rpc('anvil_impersonateAccount', bellecour.hub)
    await expect(rpc('anvil_reset')).rejects.toMatchObject({ code: -32601 })
    await expect(rpc('nonsense_method')).rejects.toMatchObject({ code: expect.any(Number) })
  })
})

describe('the journal', () => {
  it('restores the same blocks, deals and balances', async () => {
    const dir = scratch()
    const first = await start(createClock(), dir)
    const { dealId } = await match(first, `0x${'02'.repeat(32)}`)
    await first.request({ method: 'anvil_setBalance', params: [first.accounts[9]!.address, '0x5'] })
    await first.request({ method: 'evm_increaseTime', params: [5000] })
    await first.request({ method: 'evm_mine' })
    const head = await first.request({ method: 'eth_getBlockByNumber', params: ['latest', true] })
    await first.close()

    const clock = createClock()
    const second = await start(clock, dir)
    expect(
      await second.request({ method: 'eth_getBlockByNumber', params: ['latest', true] }),
    ).toEqual(head)
    expect(
      await second.request({
        method: 'eth_getBalance',
        params: [second.accounts[9]!.address, 'latest'],
      }),
    ).toBe('0x5')
    expect(await new HubClient({ rpc: second, hub: bellecour.hub }).viewDeal(dealId)).toMatchObject(
      { dealId },
    )
    expect(clock.now()).toBeGreaterThanOrEqual(
      Number((head as { timestamp: string }).timestamp) * 1000,
    )
    await second.close()
  })

  it('drops a torn last line', async () => {
    const dir = scratch()
    const first = await start(createClock(), dir)
    await first.request({ method: 'evm_mine' })
    await first.close()
    appendFileSync(join(dir, 'journal.ndjson'), '{"method":"evm_mi')
    const second = await start(createClock(), dir)
    expect(await second.request({ method: 'eth_blockNumber' })).toBe('0x1')
    await second.request({ method: 'evm_mine' })
    await second.close()
    expect(
      readFileSync(join(dir, 'journal.ndjson'), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toHaveLength(3)
  })

  it('with a corrupt line is refused with the number of the line', async () => {
    const dir = scratch()
    await (await start(createClock(), dir)).close()
    appendFileSync(
      join(dir, 'journal.ndjson'),
      'rubbish\n{"method":"evm_mine","params":[],"timestamp":1}\n',
    )
    await expect(start(createClock(), dir)).rejects.toThrow(/journal\.ndjson, line 2/)
  })

  it('of other contracts is refused', async () => {
    const dir = scratch()
    writeFileSync(
      join(dir, 'journal.ndjson'),
      '{"version":1,"genesis":"other-00","genesisTime":1}\n',
    )
    await expect(start(createClock(), dir)).rejects.toThrow('other-00')
  })
})

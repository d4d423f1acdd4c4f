import { loadGenesis } from '@iexec-sim/contracts'
import { createLog } from '@iexec-sim/door'
import { arbitrumSepolia } from '@iexec-sim/protocol'
import { createPublicClient, http } from 'viem'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChainOptions, listen } from '../src/index.ts'
import { type OpenChain, openChain } from './open-chain.ts'
import { scratch } from './scratch.ts'

const log = createLog({ level: 'silent' })
/** Adds one to slot 0; returns block number, timestamp, miner and the sum. */
const COUNTS = '0x4360005242602052416040526000546001018060005560605260806000f3'
const REVERTS = '0x60006000fd'
const EMITS = '0x60006000a000'
const counter = `0x${'c0'.repeat(20)}` as const
const nobody = `0x${'ee'.repeat(20)}` as const

let started: OpenChain
interface SimulatedCall {
  status: string
  returnData: string
  gasUsed: string
  logs: { blockHash: string; address: string }[]
  error?: { code: number; message: string; data?: string }
}
interface SimulatedBlock extends Record<string, unknown> {
  calls: SimulatedCall[]
}

async function open(options: Partial<ChainOptions> = {}): Promise<void> {
  started = await openChain(options)
  await started.rpc('hardhat_setCode', counter, COUNTS)
}
async function close(): Promise<void> {
  await started.close()
}
const simulate = (blockStateCalls: object[], more: object = {}) =>
  started.rpc('eth_simulateV1', { blockStateCalls, ...more }, 'latest') as Promise<SimulatedBlock[]>
const words = ({ returnData }: SimulatedCall) =>
  returnData
    .slice(2)
    .match(/.{64}/g)!
    .map((word) => BigInt(`0x${word}`))
const count = async () => Number(await started.rpc('eth_getStorageAt', counter, '0x0', 'latest'))

describe.each([
  ['without a base fee', {}],
  ['with a base fee', { profile: arbitrumSepolia, genesis: loadGenesis('arbitrum-sepolia') }],
])('a simulation on a chain %s', (_, options) => {
  beforeEach(() => open(options))
  afterEach(close)

  it('runs each call after those before it, across blocks, and leaves the chain unchanged', async () => {
    const filter = await started.rpc('eth_newBlockFilter')
    await started.rpc('eth_getFilterChanges', filter)
    const before = await started.rpc('eth_getBlockByNumber', 'latest', false)
    const call = { to: counter }
    const blocks = await simulate([{ calls: [call, call] }, { calls: [{ ...call, from: nobody }] }])
    const head = Number((before as { number: string }).number)
    const time = Number((before as { timestamp: string }).timestamp)
    const told = blocks.map(({ calls }) => calls.map((one) => words(one)))
    expect(told.map((calls) => calls.map(([number, at, , sum]) => [number, at, sum]))).toEqual([
      [
        [BigInt(head + 1), BigInt(time + 12), 1n],
        [BigInt(head + 1), BigInt(time + 12), 2n],
      ],
      [[BigInt(head + 2), BigInt(time + 24), 3n]],
    ])
    expect(blocks.map(({ number }) => Number(number))).toEqual([head + 1, head + 2])
    expect(blocks.flatMap(({ calls }) => calls.map(({ status }) => status))).toEqual([
      '0x1',
      '0x1',
      '0x1',
    ])
    expect(await started.rpc('eth_getBlockByNumber', 'latest', false)).toEqual(before)
    expect(await started.rpc('eth_getFilterChanges', filter)).toEqual([])
    expect(await count()).toBe(0)
  })

  it('starts from the writes since the last simulation', async () => {
    expect(words((await simulate([{ calls: [{ to: counter }] }]))[0]!.calls[0]!)[3]).toBe(1n)
    const from = started.chain.accounts[0]!.address
    await started.rpc('eth_sendTransaction', { from, to: counter })
    expect(words((await simulate([{ calls: [{ to: counter }] }]))[0]!.calls[0]!)[3]).toBe(2n)
    expect(await count()).toBe(1)
  })

  it('ignores transactions of the pool until they are mined', async () => {
    const sum = async () => words((await simulate([{ calls: [{ to: counter }] }]))[0]!.calls[0]!)[3]
    const from = started.chain.accounts[0]!.address
    await started.rpc('eth_sendTransaction', { from, to: counter, nonce: '0x1' })
    expect([await sum(), await sum()]).toEqual([1n, 1n])
    await started.rpc('eth_sendTransaction', { from, to: counter })
    expect(await count()).toBe(2)
    expect(await sum()).toBe(3n)
  })

  it('applies overrides of accounts and blocks', async () => {
    const miner = `0x${'44'.repeat(20)}`
    const [block] = await simulate([
      {
        blockOverrides: { time: '0xffffffff', feeRecipient: miner, gasLimit: '0x500000' },
        stateOverrides: {
          [counter]: { stateDiff: { [`0x${'0'.repeat(64)}`]: `0x${'0'.repeat(62)}29` } },
          [nobody]: { balance: '0x64', nonce: '0x7' },
        },
        calls: [{ to: counter }, { from: nobody, to: miner, value: '0x64' }],
      },
    ])
    expect(words(block!.calls[0]!)[1]).toBe(0xffffffffn)
    expect(words(block!.calls[0]!)[2]).toBe(BigInt(miner))
    expect(words(block!.calls[0]!)[3]).toBe(42n)
    expect(block).toMatchObject({ miner, timestamp: '0xffffffff', gasLimit: '0x500000' })
    expect(block!.calls[1]).toMatchObject({ status: '0x1', gasUsed: '0x5208' })
    expect(await started.rpc('eth_getBalance', nobody, 'latest')).toBe('0x0')
  })

  it('fills skipped block numbers with empty blocks', async () => {
    const head = Number(await started.rpc('eth_blockNumber'))
    const blocks = await simulate([
      { blockOverrides: { number: `0x${(head + 3).toString(16)}` }, calls: [{ to: counter }] },
    ])
    expect(blocks.map(({ calls }) => calls.length)).toEqual([0, 0, 1])
    expect(words(blocks[2]!.calls[0]!)[0]).toBe(BigInt(head + 3))
  })

  it('returns the result and the logs of each call', async () => {
    const [reverts, emits, fails] = ['01', '02', '03'].map((byte) => `0x${byte.repeat(20)}`)
    const [block] = await simulate([
      {
        stateOverrides: {
          [reverts!]: { code: REVERTS },
          [emits!]: { code: EMITS },
          [fails!]: { code: '0xfe' },
        },
        calls: [{ to: reverts }, { to: emits }, { to: fails, gas: '0x10000' }],
      },
    ])
    expect(block!.calls[0]).toMatchObject({
      status: '0x0',
      returnData: '0x',
      error: { code: 3, data: '0x' },
    })
    expect(block!.calls[1]).toMatchObject({
      status: '0x1',
      logs: [{ address: emits, blockHash: block!.hash }],
    })
    expect(block!.calls[2]).toMatchObject({
      status: '0x0',
      gasUsed: '0x10000',
      error: { code: -32015 },
    })
  })

  it('is refused if a call cannot be part of a block', async () => {
    const failure = async (block: object, more: object = {}) =>
      simulate([block], more).then(
        () => expect.unreachable(),
        (error: { code: number }) => error.code,
      )
    expect(await failure({ calls: [{ from: nobody, to: counter, value: '0x1' }] })).toBe(-38014)
    expect(await failure({ calls: [{ to: counter, gas: '0x100' }] })).toBe(-38013)
    expect(await failure({ calls: [{ to: counter, gas: '0xffffffff' }] })).toBe(-38015)
    const nonce = (value: string) =>
      failure({ calls: [{ from: nobody, to: counter, nonce: value }] }, { validation: true })
    expect(await nonce('0x5')).toBe(-38011)
    expect(await failure({ blockOverrides: { number: '0x0' } })).toBe(-38020)
    expect(await failure({ blockOverrides: { time: '0x1' } })).toBe(-38021)
    expect(await failure({ blockOverrides: { number: '0xffff' } })).toBe(-38026)
    expect(await failure({ calls: Array.from({ length: 33 }, () => ({ to: counter })) })).toBe(
      -38026,
    )
    const block = { calls: Array.from({ length: 32 }, () => ({ to: counter })) }
    await expect(simulate(Array(9).fill(block))).rejects.toMatchObject({ code: -38026 })
    await expect(simulate(Array(257).fill({}))).rejects.toMatchObject({ code: -38026 })
    const slots = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, i) => [`0x${i.toString(16).padStart(64, '0')}`, '0x1']),
      )
    const half = { stateOverrides: { [counter]: { balance: '0x1', stateDiff: slots(500) } } }
    await expect(simulate([half, half])).rejects.toMatchObject({ code: -38026 })
    await expect(
      simulate([{ calls: [{ to: counter, data: `0x${'00'.repeat(524_288)}` }] }]),
    ).rejects.toMatchObject({ code: -38026 })
    expect(await failure({ stateOverrides: { [counter]: { stateDiff: 'none' } } })).toBe(-32602)
    expect(await failure({ blockOverrides: { blobBaseFee: '0x1' } })).toBe(-32602)
    expect(await failure({ stateOverrides: { [counter]: { state: {} } } })).toBe(-32602)
    expect(await failure({ calls: [] }, { traceTransfers: true })).toBe(-32602)
    await expect(
      started.rpc('eth_simulateV1', { blockStateCalls: [{}] }, 'earliest'),
    ).rejects.toThrow('newest block')
    expect(words((await simulate([{ calls: [{ to: counter }] }]))[0]!.calls[0]!)[3]).toBe(1n)
  })

  it('is understood by viem', async () => {
    const client = createPublicClient({ transport: http(started.door.url, { retryCount: 0 }) })
    const [block] = await client.simulateBlocks({
      blocks: [{ calls: [{ to: counter, account: nobody }] }],
    })
    expect(block!.calls[0]).toMatchObject({ status: 'success' })
    const { results } = await client.simulateCalls({
      account: nobody,
      calls: [{ to: counter }, { to: counter }],
    })
    expect(results.map(({ status }) => status)).toEqual(['success', 'success'])
  })
})

describe('a simulation', () => {
  afterEach(close)

  it('starts from the journal after a restart, and from a restored snapshot', async () => {
    const dir = scratch()
    await open({ dir })
    const from = started.chain.accounts[0]!.address
    const sum = async () => words((await simulate([{ calls: [{ to: counter }] }]))[0]!.calls[0]!)[3]
    await started.rpc('eth_sendTransaction', { from, to: counter })
    const copy = scratch()
    await started.chain.save(copy)
    await started.rpc('eth_sendTransaction', { from, to: counter })
    expect(await sum()).toBe(3n)
    await started.chain.restore(copy)
    expect(await sum()).toBe(2n)
    await close()
    await open({ dir })
    expect(await sum()).toBe(2n)
  })

  it('keeps impersonated accounts impersonated', async () => {
    await open()
    await started.rpc('hardhat_impersonateAccount', nobody)
    const call = { from: nobody, to: counter }
    await simulate([{ calls: [call] }])
    await started.rpc('eth_sendTransaction', call)
    expect(words((await simulate([{ calls: [call] }]))[0]!.calls[0]!)[3]).toBe(2n)
  })

  it('does not delay other calls', async () => {
    await open()
    const ask = async (method: string, params: unknown[]) => {
      const response = await fetch(started.door.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
      })
      return ((await response.json()) as { result: unknown }).result
    }
    const ended: string[] = []
    // Each call of the block is executed after all those before it.
    const calls = Array.from({ length: 32 }, () => ({ to: counter, gas: '0x10000' }))
    const simulation = ask('eth_simulateV1', [{ blockStateCalls: Array(4).fill({ calls }) }])
    const simulated = simulation.then((blocks) => {
      ended.push('simulation')
      return blocks as SimulatedBlock[]
    })
    for (let i = 0; i < 3; i++) await ask('eth_call', [{ to: counter }, 'latest'])
    ended.push('calls')
    expect((await simulated)[3]!.calls[31]!.status).toBe('0x1')
    expect(ended).toEqual(['calls', 'simulation'])
  })

  it('uses no more gas than the door allows', async () => {
    await open()
    await started.rpc('hardhat_setCode', nobody, '0x5a60005260206000f3')
    const asked = JSON.stringify({
      ...{ jsonrpc: '2.0', id: 1, method: 'eth_simulateV1' },
      params: [{ blockStateCalls: [{ calls: [{ to: nobody }] }] }, 'latest', '0xffffffffff'],
    })
    const capped = await listen(started.chain, { port: 0, log, rpcGasCap: 100_000n })
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(capped.url, { method: 'POST', headers, body: asked })
    const { result } = (await response.json()) as { result: SimulatedBlock[] }
    expect(words({ ...result[0]!.calls[0]! })[0]).toBe(100_000n - 21_000n - 2n)
    await capped.close()
  })
})

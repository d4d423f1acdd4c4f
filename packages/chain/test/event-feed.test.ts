import {
  type Address,
  bellecour,
  developmentWallet,
  type Rpc,
  ZERO_BYTES32,
} from '@iexec-sim/protocol'
import { Wallet } from 'ethers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type EventBatch,
  EventFeed,
  HubClient,
  type HubWriter,
  interfaces,
  type Mark,
} from '../src/client/index.ts'
import { type StartedChain, startChain } from './started-chain.ts'

let started: StartedChain
let writer: HubWriter
let feed: EventFeed | undefined
beforeEach(async () => {
  started = await startChain()
  writer = new HubClient({ rpc: started.chain, hub: bellecour.hub }).as(
    new Wallet(started.chain.accounts[5]!.privateKey),
  )
})
afterEach(async () => {
  await feed?.close()
  await started.chain.close()
})

/**
 * Follows deposits from a block on; `until` resolves once these values have come, in this order,
 * since the start.
 */
async function follow(
  fromBlock: number,
  onBatch: (batch: EventBatch) => Promise<void> = async () => {},
) {
  const seen: bigint[] = []
  const batches: EventBatch[] = []
  let look = () => {}
  feed = await EventFeed.start({
    rpc: started.chain,
    sources: [{ address: bellecour.hub, abi: interfaces.hub() }],
    fromBlock,
    onBatch: async (batch) => {
      await onBatch(batch)
      batches.push(batch)
      seen.push(...batch.events.map(({ event }) => event.args.value as bigint))
      look()
    },
  })
  const until = (last: bigint) =>
    new Promise<bigint[]>((resolve) => {
      look = () => void (seen.at(-1) === last && resolve(seen))
      look()
    })
  return { seen, batches, until }
}

describe('an event feed', () => {
  it('catches up over many ranges before its start is done', async () => {
    await writer.deposit(1n)
    await started.rpc('anvil_mine', 4_500)
    await writer.deposit(2n)
    const { seen, batches } = await follow(0)
    expect(seen).toEqual([1n, 2n])
    const head = Number(await started.rpc('eth_blockNumber'))
    expect(batches.map(({ fromBlock, toBlock }) => [fromBlock, toBlock])).toEqual([
      [0, 1_999],
      [2_000, 3_999],
      [4_000, head],
    ])
  })

  it('brings one batch at a time, each exactly once', async () => {
    let busy = 0
    const inHand: number[] = []
    const { until, batches } = await follow(1, async () => {
      inHand.push(++busy)
      await new Promise(setImmediate)
      busy--
    })
    await Promise.all(Array.from({ length: 50 }, (_, i) => writer.deposit(BigInt(i + 1))))
    expect(await until(50n)).toEqual(Array.from({ length: 50 }, (_, i) => BigInt(i + 1)))
    expect(new Set(inHand)).toEqual(new Set([1]))
    for (const [i, { fromBlock }] of batches.entries())
      expect(fromBlock).toBe((batches[i - 1]?.toBlock ?? 0) + 1)
  })

  it('reads the blocks that replaced those dropped by a snapshot', async () => {
    await writer.deposit(1n)
    const { until } = await follow(1)
    const snapshot = await started.rpc('evm_snapshot')
    await writer.deposit(2n)
    await writer.deposit(3n)
    await until(3n)
    await started.rpc('evm_revert', snapshot)
    for (const value of [12n, 13n, 14n]) await writer.deposit(value)
    const seen = await until(14n)
    expect(seen.slice(seen.indexOf(12n))).toEqual([12n, 13n, 14n])
  })

  it('brings nothing more once it is closed', async () => {
    const { seen, until } = await follow(1)
    await writer.deposit(1n)
    await until(1n)
    await feed!.close()
    await writer.deposit(2n)
    expect(seen).toEqual([1n])
  })

  it('reads the events it is told to, and logs of the blocks that may hold them alone', async () => {
    const asked: string[] = []
    const names: string[] = []
    const caughtUp = Promise.withResolvers<void>()
    const { chain } = started
    feed = await EventFeed.start({
      rpc: {
        request: (call) => {
          asked.push(call.method)
          return chain.request(call)
        },
        subscribe: (params, listener) => chain.subscribe(params, listener),
      },
      sources: [{ address: bellecour.hub, abi: interfaces.hub(), events: ['Approval'] }],
      fromBlock: 0,
      onBatch: async ({ events }) => {
        names.push(...events.map(({ event }) => event.name))
        if (names.length > 0) caughtUp.resolve()
      },
    })
    asked.length = 0
    for (const value of [1n, 2n, 3n]) await writer.deposit(value)
    await writer.approve(bellecour.hub, 1n)
    await caughtUp.promise
    expect(names).toEqual(['Approval'])
    expect(asked).toEqual(['eth_getLogs'])
  })
})

describe('a feed on demand', () => {
  const taken: EventBatch[] = []
  const gone: number[] = []
  const open = (marks: readonly Mark[] = [], rpc: Rpc = started.chain) => {
    taken.length = gone.length = 0
    feed = EventFeed.onDemand({
      rpc,
      sources: [
        { address: bellecour.hub, abi: interfaces.hub(), events: ['Transfer'] },
        { abi: interfaces.appRegistry(), events: ['Transfer'] },
      ],
      fromBlock: 0,
      marks,
      onTakenBack: (block) => gone.push(block),
      onBatch: async (batch) => void taken.push(batch),
    })
    return feed
  }
  const amounts = () => taken.flatMap(({ events }) => events.map(({ event }) => event.args[2]))
  const app = (name: string) => ({
    owner: developmentWallet(5).address as Address,
    name,
    type: 'DOCKER',
    multiaddr: '0x61' as const,
    checksum: ZERO_BYTES32,
    mrenclave: '0x' as const,
  })

  it('brings the events of several contracts in the order of the chain, each with its source', async () => {
    await writer.deposit(1n)
    const { address } = await writer.createApp(app('a'))
    await writer.deposit(2n)
    await open().catchUp()
    expect(amounts()).toEqual([1n, BigInt(address), 2n])
    const sources = taken.flatMap(({ events }) => events.map(({ source }) => source.address))
    expect(sources).toEqual([bellecour.hub, undefined, bellecour.hub])
    await writer.deposit(3n)
    expect(amounts()).toHaveLength(3)
    await feed!.catchUp()
    expect(amounts().at(-1)).toBe(3n)
  })

  it('tells at once that blocks are gone, with none in their place', async () => {
    const snapshot = await started.rpc('evm_snapshot')
    await open().catchUp()
    const before = taken.at(-1)!.toBlock
    await writer.deposit(1n)
    await feed!.catchUp()
    await started.rpc('evm_revert', snapshot)
    await feed!.catchUp()
    expect(gone).toEqual([before + 1])
  })

  it('goes on behind the newest of the marks it is given that the chain still has', async () => {
    await writer.deposit(1n)
    await open().catchUp()
    const { toBlock: number, toHash: hash } = taken.at(-1)!
    await writer.deposit(2n)
    await open([{ number, hash }]).catchUp()
    expect([amounts(), gone]).toEqual([[2n], []])
    await open([
      { number, hash },
      { number: number + 1, hash: ZERO_BYTES32 },
    ]).catchUp()
    expect([amounts(), gone]).toEqual([[2n], [number + 1]])
    await open([{ number, hash: ZERO_BYTES32 }]).catchUp()
    expect([amounts(), gone]).toEqual([[1n, 2n], [0]])
  })

  it('reads fewer blocks at once where there are too many logs, and rejects when the chain is silent', async () => {
    for (const value of [1n, 2n, 3n]) await writer.deposit(value)
    const ranges: number[] = []
    const few: Rpc = {
      request: (call) => {
        const [{ fromBlock, toBlock } = { fromBlock: 0, toBlock: 0 }] = (call.params ?? []) as [
          { fromBlock: string; toBlock: string }?,
        ]
        const blocks = Number(toBlock) - Number(fromBlock) + 1
        if (call.method !== 'eth_getLogs') return started.chain.request(call)
        ranges.push(blocks)
        return blocks > 2
          ? Promise.reject(Object.assign(new Error('too many'), { code: -32_005 }))
          : started.chain.request(call)
      },
    }
    await open([], few).catchUp()
    expect(amounts()).toEqual([1n, 2n, 3n])
    expect(Math.min(...ranges)).toBeLessThan(3)
    const silent: Rpc = { request: () => Promise.reject(new Error('silent')) }
    await expect(open([], silent).catchUp()).rejects.toThrow('silent')
  })
})

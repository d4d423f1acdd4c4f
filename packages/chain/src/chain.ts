import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Genesis } from '@iexec-sim/contracts'
import type { Profile } from '@iexec-sim/protocol'
import type { Logger } from 'pino'
import { type DevelopmentAccount, developmentAccounts } from './accounts.ts'
import type { Rpc } from './client/rpc.ts'
import type { NetworkClock } from './clock.ts'
import { type Evm, RpcFailure, startEvm } from './internal/edr.ts'
import { Journal, type JournalHeader } from './journal.ts'
import { canonicalMethod, kindOf } from './rpc/methods.ts'

/** What a chain is started with. */
export interface ChainOptions {
  profile: Profile
  genesis: Genesis
  clock: NetworkClock
  log: Logger
  /** Folder of the journal; without one the chain lives in memory. */
  dir?: string | undefined
  /** Told how far the replay of an old journal is. */
  onReplay?: ((done: number, total: number) => void) | undefined
}

type SubscriptionListener = (result: unknown) => void

/** A running chain. It changes through requests alone, and every change is in the journal before its answer is out. */
export class Chain implements Rpc {
  readonly accounts: readonly DevelopmentAccount[] = developmentAccounts()
  readonly addresses: Genesis['addresses']
  readonly #options: ChainOptions
  readonly #subscriptions = new Map<string, SubscriptionListener>()
  #evm!: Evm
  #journal: Journal | undefined
  /** Seconds since 1970 of the newest block. */
  #head = 0
  /** Milliseconds the engine's own clock was moved ahead of the machine's. */
  #engineOffsetMs = 0
  /** Writes wait for each other here. */
  #tail: Promise<unknown> = Promise.resolve()

  private constructor(options: ChainOptions) {
    this.#options = options
    this.addresses = options.genesis.addresses
  }

  /** Starts the chain: genesis, then the replay of the journal, if there is one. */
  static async start(options: ChainOptions): Promise<Chain> {
    const chain = new Chain(options)
    await chain.#start()
    return chain
  }

  get chainId(): number {
    return this.#options.profile.chainId
  }

  /** Answers a JSON-RPC request; rejects with an error that has a JSON-RPC `code`. */
  async request({
    method,
    params = [],
  }: {
    method: string
    params?: readonly unknown[] | undefined
  }): Promise<unknown> {
    const name = canonicalMethod(method)
    switch (kindOf(name)) {
      case 'write':
        return this.#inTurn(() => this.#write(name, params))
      case 'time':
        return this.#inTurn(async () => this.#moveTime(name, params))
      case 'refused':
        throw new RpcFailure(-32601, `${method} is not supported by this chain`)
      case 'read':
        return this.#read(name, params)
    }
  }

  /** Subscribes to `newHeads` or `logs`; the answer ends the subscription. */
  async subscribe(
    params: readonly unknown[],
    listener: SubscriptionListener,
  ): Promise<{ id: string; close: () => Promise<void> }> {
    const id = (await this.#evm.request('eth_subscribe', params)) as string
    const key = BigInt(id).toString()
    this.#subscriptions.set(key, listener)
    return {
      id,
      close: async () => {
        this.#subscriptions.delete(key)
        await this.#evm.request('eth_unsubscribe', [id])
      },
    }
  }

  /** Lets writes under way finish. */
  async close(): Promise<void> {
    await this.#tail.catch(() => {})
  }

  async #start(): Promise<void> {
    const { profile, genesis, clock, dir } = this.#options
    const fresh: JournalHeader = {
      version: 1,
      genesis: genesisName(profile, genesis),
      genesisTime: Math.floor(clock.now() / 1000),
    }
    this.#journal = dir === undefined ? undefined : Journal.open(join(dir, 'journal.ndjson'), fresh)
    const { genesisTime } = this.#journal?.header ?? fresh
    this.#head = genesisTime
    this.#evm = await startEvm({
      profile,
      genesis,
      accounts: this.accounts,
      genesisTime: BigInt(genesisTime),
      onSubscription: (filterId, result) => this.#subscriptions.get(filterId.toString())?.(result),
    })
    await this.#replay()
  }

  async #replay(): Promise<void> {
    const entries = this.#journal?.entries ?? []
    for (const [i, { method, params, timestamp }] of entries.entries()) {
      await this.#apply(method, params, timestamp)
      if (i % 200 === 199) this.#options.onReplay?.(i + 1, entries.length)
    }
    // Time that was travelled to stays travelled: the chain never falls behind its own blocks.
    if (this.#head * 1000 > this.#options.clock.now()) this.#options.clock.set(this.#head * 1000)
  }

  async #write(method: string, params: readonly unknown[]): Promise<unknown> {
    const timestamp = Math.max(Math.floor(this.#options.clock.now() / 1000), this.#head)
    const result = await this.#apply(method, params, timestamp)
    this.#journal?.append({ method, params, timestamp })
    return result
  }

  /** Applies a write at a block timestamp, the same way when it first comes and when it is replayed. */
  async #apply(method: string, params: readonly unknown[], timestamp: number): Promise<unknown> {
    if (mines(method)) await this.#evm.request('evm_setNextBlockTimestamp', [timestamp])
    const result = await this.#evm.request(method, method === 'evm_mine' ? [] : params)
    if (method === 'evm_revert') this.#head = await this.#latestTimestamp()
    else if (mines(method)) this.#head = method === 'hardhat_mine' ? await this.#latestTimestamp() : timestamp
    return result
  }

  #moveTime(method: string, params: readonly unknown[]): string {
    const value = Number(params[0])
    if (!Number.isFinite(value))
      throw new RpcFailure(-32602, `${method} needs a number of seconds, not ${JSON.stringify(params[0])}`)
    const { clock } = this.#options
    try {
      if (method === 'evm_increaseTime') clock.advance(value * 1000)
      else clock.set((method === 'evm_setTime' && value > 1e11 ? value / 1000 : value) * 1000)
    } catch (error) {
      throw new RpcFailure(-32602, (error as Error).message)
    }
    return String(Math.round(value))
  }

  async #read(method: string, params: readonly unknown[]): Promise<unknown> {
    const { profile } = this.#options
    if (method === 'eth_gasPrice' || method === 'eth_maxPriorityFeePerGas') return `0x${profile.gasPrice.toString(16)}`
    if (method === 'eth_call' || method === 'eth_estimateGas') await this.#syncEngineTime()
    return this.#evm.request(method, params)
  }

  /** Calls run at the engine's own time; after time travel it has to be told. */
  async #syncEngineTime(): Promise<void> {
    const offset = this.#options.clock.now() - Date.now()
    const ahead = Math.floor((offset - this.#engineOffsetMs) / 1000)
    if (ahead < 1) return
    this.#engineOffsetMs += ahead * 1000
    await this.#evm.request('evm_increaseTime', [ahead])
  }

  async #latestTimestamp(): Promise<number> {
    const block = (await this.#evm.request('eth_getBlockByNumber', ['latest', false])) as { timestamp: string }
    return Number(block.timestamp)
  }

  #inTurn<T>(job: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(job, job)
    this.#tail = result.catch(() => {})
    return result
  }
}

const mines = (method: string): boolean =>
  ['eth_sendTransaction', 'eth_sendRawTransaction', 'evm_mine', 'hardhat_mine'].includes(method)

/** Short name of profile and genesis: a journal is good for these alone. */
function genesisName(profile: Profile, genesis: Genesis): string {
  return `${profile.name}-${createHash('sha256').update(JSON.stringify(genesis.accounts)).digest('hex').slice(0, 16)}`
}

import type { Address, Hex } from '@iexec-sim/protocol'
import type { Interface, LogDescription } from 'ethers'
import type { Rpc } from './rpc.ts'

/** An event of a watched contract. */
export interface ChainEvent {
  blockNumber: number
  transactionHash: Hex
  event: LogDescription
}

/** The events of a range of blocks, in order. */
export interface EventBatch {
  fromBlock: number
  toBlock: number
  events: ChainEvent[]
}

/** What to watch. */
export interface WatchOptions {
  rpc: Rpc
  address: Address
  abi: Interface
  /** First block of interest: one after the last one that was taken care of. */
  fromBlock: number
  /** Gets every batch, one at a time. When it rejects, the same batch comes again. */
  onBatch(batch: EventBatch): Promise<void>
  /** Told when a batch was not taken or the chain did not answer. */
  onError?(error: Error): void
}

/** Blocks asked for at once. */
const RANGE = 2_000
const POLL_MS = 250
const RETRY_MS = 500

/**
 * Follows a contract's events without missing any: from a block on, in order, one batch at a time, at least once.
 * A subscription only says that there may be something new; what is new is read by block number.
 */
export class EventFeed {
  readonly #options: WatchOptions
  #next: number
  #running: Promise<void> | undefined
  #again = false
  #closed = false
  #poll: NodeJS.Timeout | undefined
  #subscription: { close: () => Promise<void> } | undefined

  private constructor(options: WatchOptions) {
    this.#options = options
    this.#next = options.fromBlock
  }

  /** Catches up and then follows. Resolves when it has caught up for the first time. */
  static async start(options: WatchOptions): Promise<EventFeed> {
    const feed = new EventFeed(options)
    if (options.rpc.subscribe) feed.#subscription = await options.rpc.subscribe(['newHeads'], () => feed.#wake())
    else feed.#poll = setInterval(() => feed.#wake(), POLL_MS)
    await feed.#wake()
    return feed
  }

  /** Stops following; a batch that is being taken care of is waited for. */
  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#poll)
    await this.#subscription?.close()
    await this.#running
  }

  #wake(): Promise<void> {
    if (this.#running) this.#again = true
    this.#running ??= this.#catchUp().finally(() => {
      this.#running = undefined
      if (this.#again && !this.#closed) {
        this.#again = false
        void this.#wake()
      }
    })
    return this.#running
  }

  async #catchUp(): Promise<void> {
    const { rpc, onBatch, onError } = this.#options
    try {
      const head = Number(await rpc.request({ method: 'eth_blockNumber' }))
      while (this.#next <= head && !this.#closed) {
        const toBlock = Math.min(head, this.#next + RANGE - 1)
        await onBatch({ fromBlock: this.#next, toBlock, events: await this.#read(this.#next, toBlock) })
        this.#next = toBlock + 1
      }
    } catch (error) {
      onError?.(error as Error)
      if (!this.#closed) setTimeout(() => void this.#wake(), RETRY_MS).unref()
    }
  }

  async #read(fromBlock: number, toBlock: number): Promise<ChainEvent[]> {
    const { rpc, address, abi } = this.#options
    const filter = { address, fromBlock: `0x${fromBlock.toString(16)}`, toBlock: `0x${toBlock.toString(16)}` }
    const logs = (await rpc.request({ method: 'eth_getLogs', params: [filter] })) as {
      topics: Hex[]
      data: Hex
      blockNumber: Hex
      transactionHash: Hex
    }[]
    return logs.flatMap((log) => {
      const event = abi.parseLog(log)
      return event ? [{ blockNumber: Number(log.blockNumber), transactionHash: log.transactionHash, event }] : []
    })
  }
}

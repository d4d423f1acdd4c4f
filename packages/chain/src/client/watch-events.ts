import { Again } from '@iexec-sim/base'
import type { Address, Hex, Rpc } from '@iexec-sim/protocol'
import type { Interface, LogDescription } from 'ethers'
import { readLog } from './read-log.ts'

/** An event of a watched contract. */
export interface ChainEvent {
  /** Block that holds the event. */
  blockNumber: number
  /** Hash of the transaction, 32 bytes of hex. */
  transactionHash: Hex
  /** The decoded event. */
  event: LogDescription
}

/** The events of a range of blocks, in order. */
export interface EventBatch {
  /** First block of the range. */
  fromBlock: number
  /** Last block of the range, included. */
  toBlock: number
  /** Events of the range, oldest first. */
  events: ChainEvent[]
}

/** Options of {@link EventFeed}. */
export interface WatchOptions {
  /** JSON-RPC of the chain. */
  rpc: Rpc
  /** Contract to watch. */
  address: Address
  /** ABI that decodes its events. */
  abi: Interface
  /**
   * First block of interest, and where reading restarts if the chain is taken back to before every
   * block the feed knows.
   */
  fromBlock: number
  /** First block to read, if earlier ones have been handled. @default fromBlock */
  startBlock?: number
  /** Gets every batch, one at a time. When it rejects, the same batch comes again. */
  onBatch(batch: EventBatch): Promise<void>
  /** Told when a batch was not taken or the chain did not answer. */
  onError?(error: Error): void
}

/** The newest block when the feed had caught up. */
interface Mark {
  number: number
  hash: Hex
}

/** Number of marks kept; a chain that was taken back further is read from the start again. */
const MOST_MARKS = 256
/** Blocks per request. */
const RANGE = 2_000
const POLL_MS = 250
const RETRY_MS = 500

/**
 * Follows a contract's events without missing any: from a block on, in order, one batch at a time,
 * at least once. A subscription only says that there may be something new; what is new is read by
 * block number. After the chain was taken back to a snapshot, the blocks that came in place of the
 * forgotten ones are read too.
 */
export class EventFeed {
  readonly #options: WatchOptions
  #next: number
  #marks: Mark[] = []
  readonly #rounds = new Again(() => this.#catchUp())
  #closed = false
  #poll: NodeJS.Timeout | undefined
  #subscription: { close: () => Promise<void> } | undefined

  private constructor(options: WatchOptions) {
    this.#options = options
    this.#next = options.startBlock ?? options.fromBlock
  }

  /** Catches up and then follows. Resolves when it has caught up for the first time. */
  static async start(options: WatchOptions): Promise<EventFeed> {
    const feed = new EventFeed(options)
    if (options.rpc.subscribe)
      feed.#subscription = await options.rpc.subscribe(['newHeads'], () => feed.#rounds.run())
    else feed.#poll = setInterval(() => feed.#rounds.run(), POLL_MS)
    await feed.#rounds.run()
    return feed
  }

  /** Stops following; a batch that is being taken care of is waited for. */
  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#poll)
    await this.#subscription?.close()
    await this.#rounds.stop()
  }

  async #catchUp(): Promise<void> {
    const { onBatch, onError } = this.#options
    try {
      const head = (await this.#block('latest'))!
      await this.#forgetWhatIsGone(head)
      while (this.#next <= head.number && !this.#closed) {
        const toBlock = Math.min(head.number, this.#next + RANGE - 1)
        await onBatch({
          fromBlock: this.#next,
          toBlock,
          events: await this.#read(this.#next, toBlock),
        })
        this.#next = toBlock + 1
      }
      if (this.#marks.at(-1)?.number !== head.number)
        this.#marks = [...this.#marks.slice(1 - MOST_MARKS), head]
    } catch (error) {
      onError?.(error as Error)
      if (!this.#closed) setTimeout(() => void this.#rounds.run(), RETRY_MS).unref()
    }
  }

  /** Goes back to the newest mark the chain still has, if it was taken back behind the last one. */
  async #forgetWhatIsGone(head: Mark & { parentHash: Hex }): Promise<void> {
    const before = this.#marks.length
    for (let mark = this.#marks.at(-1); mark; mark = this.#marks.at(-1)) {
      if (await this.#isThere(mark, head)) break
      this.#marks.pop()
    }
    if (this.#marks.length < before)
      this.#next = (this.#marks.at(-1)?.number ?? this.#options.fromBlock - 1) + 1
  }

  async #isThere(mark: Mark, head: Mark & { parentHash: Hex }): Promise<boolean> {
    if (mark.number > head.number) return false
    if (mark.number === head.number) return mark.hash === head.hash
    if (mark.number === head.number - 1) return mark.hash === head.parentHash
    return (await this.#block(`0x${mark.number.toString(16)}`))?.hash === mark.hash
  }

  async #block(tag: string): Promise<(Mark & { parentHash: Hex }) | undefined> {
    const block = (await this.#options.rpc.request({
      method: 'eth_getBlockByNumber',
      params: [tag, false],
    })) as {
      number: Hex
      hash: Hex
      parentHash: Hex
    } | null
    return block
      ? { number: Number(block.number), hash: block.hash, parentHash: block.parentHash }
      : undefined
  }

  async #read(fromBlock: number, toBlock: number): Promise<ChainEvent[]> {
    const { rpc, address, abi } = this.#options
    const filter = {
      address,
      fromBlock: `0x${fromBlock.toString(16)}`,
      toBlock: `0x${toBlock.toString(16)}`,
    }
    const logs = (await rpc.request({ method: 'eth_getLogs', params: [filter] })) as {
      topics: Hex[]
      data: Hex
      blockNumber: Hex
      transactionHash: Hex
    }[]
    return logs.flatMap((log) => {
      const event = readLog(abi, log)
      return event
        ? [{ blockNumber: Number(log.blockNumber), transactionHash: log.transactionHash, event }]
        : []
    })
  }
}

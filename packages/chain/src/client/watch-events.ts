import { Again } from '@iexec-sim/base'
import type { Hex, Rpc } from '@iexec-sim/protocol'
import { type ChainEvent, type EventSource, EventSources, type PlacedLog } from './event-sources.ts'

/** The events of a range of blocks, in order. */
export interface EventBatch {
  /** First block of the range. */
  fromBlock: number
  /** Last block of the range, included. */
  toBlock: number
  /** Hash of the last block. */
  toHash: Hex
  /** Events of the range, oldest first. */
  events: ChainEvent[]
}

/** Options of {@link EventFeed}. */
export interface WatchOptions {
  /** JSON-RPC of the chain. */
  rpc: Rpc
  /** Events to read; those of all sources come together, in the order of the chain. */
  sources: readonly EventSource[]
  /**
   * First block of interest, and where reading restarts if the chain is taken back to before every
   * block the feed knows.
   */
  fromBlock: number
  /** First block to read, if earlier ones have been handled. @default behind the last of `marks` */
  startBlock?: number
  /**
   * Ends of earlier batches, oldest first: reading goes on behind the newest that the chain still
   * has. @default none
   */
  marks?: readonly Mark[]
  /** Most blocks of a batch. @default 2,000 */
  mostBlocks?: number
  /** Gets every batch, one at a time. When it rejects, the same batch comes again. */
  onBatch(batch: EventBatch): Promise<void>
  /** Told when the chain was taken back: this block and later ones are gone, or others. */
  onTakenBack?(block: number): void
  /** Told when a batch was not taken or the chain did not answer. */
  onError?(error: Error): void
}

/** A block up to which events were read, as the chain had it. */
export interface Mark {
  /** Number of the block. */
  number: number
  /** Hash of the block, 32 bytes of hex. */
  hash: Hex
}

interface Block extends Mark {
  parentHash: Hex
  logsBloom: Hex
}

/** A block as a node returns it. */
type RawBlock = Record<'number' | 'hash' | 'parentHash' | 'logsBloom', Hex>

/** Number of marks kept; a chain that was taken back further is read from the start again. */
const MOST_MARKS = 256
/** Blocks per request; fewer where they hold more logs than the chain tells at once. */
const MOST_BLOCKS = 2_000
/** The chain's code for an answer that would be too large. */
const TOO_MANY = -32_005
const POLL_MS = 250
const RETRY_MS = 500

/**
 * Follows the events of contracts without missing any: from a block on, in order, one batch at a
 * time, at least once. A subscription only says which block is the newest; what is new is read by
 * block number, unless the bloom filter of the only new block says that it holds nothing. After the
 * chain was taken back to a snapshot, the blocks that came in place of the forgotten ones are read
 * too.
 */
export class EventFeed {
  readonly #options: WatchOptions
  #next: number
  #marks: Mark[]
  readonly #sources: EventSources
  /** The newest block that was announced. */
  #announced: Block | undefined
  readonly #rounds: Again
  #closed = false
  #poll: NodeJS.Timeout | undefined
  #subscription: { close: () => Promise<void> } | undefined

  private constructor(options: WatchOptions, round: (feed: EventFeed) => Promise<void>) {
    const { fromBlock, startBlock, marks = [], sources } = options
    this.#options = options
    this.#marks = [...marks]
    this.#next = startBlock ?? (marks.at(-1)?.number ?? fromBlock - 1) + 1
    this.#sources = new EventSources(sources)
    this.#rounds = new Again(() => round(this))
  }

  /** A feed that reads only when {@link catchUp} is called. */
  static onDemand(options: WatchOptions): EventFeed {
    return new EventFeed(options, (feed) => feed.#catchUp())
  }

  /** Catches up and then follows. Resolves when it has caught up for the first time. */
  static async start(options: WatchOptions): Promise<EventFeed> {
    const feed = new EventFeed(options, (feed) => feed.#catchUpOrRetry())
    if (options.rpc.subscribe)
      feed.#subscription = await options.rpc.subscribe(['newHeads'], (header) => {
        feed.#announced = readBlock(header as RawBlock)
        void feed.#rounds.run()
      })
    else feed.#poll = setInterval(() => feed.#rounds.run(), POLL_MS)
    await feed.#rounds.run()
    return feed
  }

  /** Reads up to the newest block. Rejects when the chain does not answer or a batch is not taken. */
  catchUp(): Promise<void> {
    return this.#rounds.run()
  }

  /** Stops following; a batch that is being taken care of is waited for. */
  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#poll)
    await this.#subscription?.close()
    await this.#rounds.stop()
  }

  async #catchUpOrRetry(): Promise<void> {
    try {
      await this.#catchUp()
    } catch (error) {
      this.#options.onError?.(error as Error)
      if (!this.#closed) setTimeout(() => void this.#rounds.run(), RETRY_MS).unref()
    }
  }

  async #catchUp(): Promise<void> {
    const { mostBlocks = MOST_BLOCKS, onBatch } = this.#options
    const announced = this.#announced
    this.#announced = undefined
    const head = announced ?? (await this.#block('latest'))!
    await this.#forgetWhatIsGone(head)
    while (this.#next <= head.number && !this.#closed) {
      const fromBlock = this.#next
      const toBlock = Math.min(head.number, fromBlock + mostBlocks - 1)
      const last = toBlock === head.number ? head : await this.#block(hex(toBlock))
      if (!last) throw new Error(`block ${toBlock} is gone: the chain was taken back meanwhile`)
      const events =
        fromBlock === head.number && !this.#sources.mayBeIn(head.logsBloom)
          ? []
          : await this.#read(fromBlock, toBlock)
      await onBatch({ fromBlock, toBlock, toHash: last.hash, events })
      this.#next = toBlock + 1
      this.#mark(last)
    }
    this.#mark(head)
  }

  #mark(block: Mark): void {
    if (this.#marks.at(-1)?.number !== block.number)
      this.#marks = [...this.#marks.slice(1 - MOST_MARKS), block]
  }

  /** Goes back to the newest mark the chain still has, if it was taken back behind the last one. */
  async #forgetWhatIsGone(head: Block): Promise<void> {
    const before = this.#marks.length
    for (let mark = this.#marks.at(-1); mark; mark = this.#marks.at(-1)) {
      if (await this.#isThere(mark, head)) break
      this.#marks.pop()
    }
    if (this.#marks.length === before) return
    this.#next = (this.#marks.at(-1)?.number ?? this.#options.fromBlock - 1) + 1
    this.#options.onTakenBack?.(this.#next)
  }

  async #isThere(mark: Mark, head: Block): Promise<boolean> {
    if (mark.number > head.number) return false
    if (mark.number === head.number) return mark.hash === head.hash
    if (mark.number === head.number - 1) return mark.hash === head.parentHash
    return (await this.#block(hex(mark.number)))?.hash === mark.hash
  }

  async #block(tag: string): Promise<Block | undefined> {
    const block = (await this.#options.rpc.request({
      method: 'eth_getBlockByNumber',
      params: [tag, false],
    })) as RawBlock | null
    return block ? readBlock(block) : undefined
  }

  async #read(fromBlock: number, toBlock: number): Promise<ChainEvent[]> {
    const filter = { ...this.#sources.filter, fromBlock: hex(fromBlock), toBlock: hex(toBlock) }
    try {
      const logs = await this.#options.rpc.request({ method: 'eth_getLogs', params: [filter] })
      return (logs as PlacedLog[]).flatMap((log) => this.#sources.event(log) ?? [])
    } catch (error) {
      if ((error as { code?: unknown }).code !== TOO_MANY || fromBlock === toBlock) throw error
      const middle = Math.floor((fromBlock + toBlock) / 2)
      return [...(await this.#read(fromBlock, middle)), ...(await this.#read(middle + 1, toBlock))]
    }
  }
}

const hex = (value: number): string => `0x${value.toString(16)}`

const readBlock = ({ number, hash, parentHash, logsBloom }: RawBlock): Block => ({
  number: Number(number),
  hash,
  parentHash,
  logsBloom,
})

import { Again } from '@iexec-sim/base'
import type { Address, Hex, Rpc } from '@iexec-sim/protocol'
import type { Interface, LogDescription } from 'ethers'
import { mayHold } from './logs-bloom.ts'
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
  /** Hash of the last block; `undefined` where the chain has just been taken back behind it. */
  toHash: Hex | undefined
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
  /** Names of the events to read. @default all that the ABI knows */
  events?: readonly string[]
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

interface Block extends Mark {
  parentHash: Hex
  logsBloom: Hex
}

/** A block as a node returns it. */
type RawBlock = Record<'number' | 'hash' | 'parentHash' | 'logsBloom', Hex>

/** Number of marks kept; a chain that was taken back further is read from the start again. */
const MOST_MARKS = 256
/** Blocks per request. */
const RANGE = 2_000
const POLL_MS = 250
const RETRY_MS = 500

/**
 * Follows a contract's events without missing any: from a block on, in order, one batch at a time,
 * at least once. A subscription only says which block is the newest; what is new is read by block
 * number, unless the bloom filter of the only new block says that it holds nothing. After the chain was taken back to a snapshot, the blocks that came in place of the
 * forgotten ones are read too.
 */
export class EventFeed {
  readonly #options: WatchOptions
  #next: number
  #marks: Mark[] = []
  /** Topics of the events to read; none for all. */
  readonly #topics: string[] | undefined
  /** The newest block that was announced. */
  #announced: Block | undefined
  readonly #rounds = new Again(() => this.#catchUp())
  #closed = false
  #poll: NodeJS.Timeout | undefined
  #subscription: { close: () => Promise<void> } | undefined

  private constructor(options: WatchOptions) {
    this.#options = options
    this.#next = options.startBlock ?? options.fromBlock
    this.#topics = options.events?.map((name) => options.abi.getEvent(name)!.topicHash)
  }

  /** Catches up and then follows. Resolves when it has caught up for the first time. */
  static async start(options: WatchOptions): Promise<EventFeed> {
    const feed = new EventFeed(options)
    if (options.rpc.subscribe)
      feed.#subscription = await options.rpc.subscribe(['newHeads'], (header) => {
        feed.#announced = readBlock(header as RawBlock)
        void feed.#rounds.run()
      })
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
      const announced = this.#announced
      this.#announced = undefined
      const head = announced ?? (await this.#block('latest'))!
      await this.#forgetWhatIsGone(head)
      while (this.#next <= head.number && !this.#closed) {
        const fromBlock = this.#next
        const toBlock = Math.min(head.number, fromBlock + RANGE - 1)
        const last = toBlock === head.number ? head : await this.#block(hex(toBlock))
        const events =
          fromBlock === head.number && !this.#mayHoldEvents(head)
            ? []
            : await this.#read(fromBlock, toBlock)
        await onBatch({ fromBlock, toBlock, toHash: last?.hash, events })
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
  async #forgetWhatIsGone(head: Block): Promise<void> {
    const before = this.#marks.length
    for (let mark = this.#marks.at(-1); mark; mark = this.#marks.at(-1)) {
      if (await this.#isThere(mark, head)) break
      this.#marks.pop()
    }
    if (this.#marks.length < before)
      this.#next = (this.#marks.at(-1)?.number ?? this.#options.fromBlock - 1) + 1
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

  #mayHoldEvents({ logsBloom }: Block): boolean {
    return (
      mayHold(logsBloom, this.#options.address) &&
      (this.#topics?.some((topic) => mayHold(logsBloom, topic)) ?? true)
    )
  }

  async #read(fromBlock: number, toBlock: number): Promise<ChainEvent[]> {
    const { rpc, address, abi } = this.#options
    const filter = {
      address,
      fromBlock: hex(fromBlock),
      toBlock: hex(toBlock),
      ...(this.#topics ? { topics: [this.#topics] } : {}),
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

const hex = (value: number): string => `0x${value.toString(16)}`

const readBlock = ({ number, hash, parentHash, logsBloom }: RawBlock): Block => ({
  number: Number(number),
  hash,
  parentHash,
  logsBloom,
})

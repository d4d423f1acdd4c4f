import { type Address, type Hex, sameAddress } from '@iexec-sim/protocol'
import type { Interface, LogDescription } from 'ethers'
import { mayHold } from './logs-bloom.ts'
import { type RawLog, readLog } from './read-log.ts'

/** Events that a feed reads. */
export interface EventSource {
  /** Contract that logs them. @default any */
  address?: Address
  /** ABI that decodes them. */
  abi: Interface
  /** Names of the events to read. @default all that the ABI knows */
  events?: readonly string[]
}

/** An event of a watched contract. */
export interface ChainEvent {
  /** Contract that logged it. */
  address: Address
  /** Block that holds the event. */
  blockNumber: number
  /** Position in the block's logs. */
  logIndex: number
  /** Hash of the transaction, 32 bytes of hex. */
  transactionHash: Hex
  /** The decoded event. */
  event: LogDescription
  /** The source it was read for, as the feed was given it. */
  source: EventSource
}

/** A log as a node returns it, with its place. */
export interface PlacedLog extends RawLog {
  /** Contract that logged it. */
  address: Address
  /** Block that holds it, hex. */
  blockNumber: Hex
  /** Position in the block's logs, hex. */
  logIndex: Hex
  /** Hash of the transaction, 32 bytes of hex. */
  transactionHash: Hex
}

/** Several sources, read with one filter. */
export class EventSources {
  /** Addresses and topics of `eth_getLogs` that let all events of the sources through. */
  readonly filter: { address?: Address[]; topics?: [string[]] }
  readonly #sources: readonly { source: EventSource; topics: readonly string[] | undefined }[]

  constructor(sources: readonly EventSource[]) {
    this.#sources = sources.map((source) => ({
      source,
      topics: source.events?.map((name) => source.abi.getEvent(name)!.topicHash),
    }))
    const addresses = sources.flatMap(({ address }) => address ?? [])
    const topics = this.#sources.flatMap(({ topics }) => topics ?? [])
    this.filter = {
      ...(addresses.length === sources.length ? { address: addresses } : {}),
      ...(sources.every(({ events }) => events) ? { topics: [[...new Set(topics)]] } : {}),
    }
  }

  /** Whether a block with this bloom filter may hold an event of a source; `false` is certain. */
  mayBeIn(logsBloom: Hex): boolean {
    return this.#sources.some(
      ({ source: { address }, topics }) =>
        (address === undefined || mayHold(logsBloom, address)) &&
        (topics?.some((topic) => mayHold(logsBloom, topic)) ?? true),
    )
  }

  /** The event of a log, for the first source that it is of; `undefined` for none. */
  event(log: PlacedLog): ChainEvent | undefined {
    for (const { source, topics } of this.#sources) {
      if (source.address && !sameAddress(source.address, log.address)) continue
      if (topics && !topics.includes(log.topics[0]!)) continue
      const event = decoded(source.abi, log)
      if (!event) continue
      const { address, transactionHash } = log
      const [blockNumber, logIndex] = [Number(log.blockNumber), Number(log.logIndex)]
      return { address, blockNumber, logIndex, transactionHash, event, source }
    }
    return undefined
  }
}

/** Any contract may log the same topic with other fields. */
function decoded(abi: Interface, log: RawLog): LogDescription | undefined {
  try {
    return readLog(abi, log)
  } catch {
    return undefined
  }
}

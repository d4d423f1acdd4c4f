import {
  appRegistryAbi,
  ensRegistryAbi,
  hubAbi,
  publicResolverAbi,
  reverseRegistrarAbi,
  voucherAbi,
  voucherHubAbi,
  workerpoolAbi,
} from '@iexec-sim/contracts'
import { address, type Hex } from '@iexec-sim/protocol'
import { type EventFragment, Interface, Result } from 'ethers'

/** One log of a contract under test, decoded. */
export interface Log {
  /** Contract that emitted it. */
  readonly address: Hex
  /** Name of the event; its topic if no ABI has it. */
  readonly name: string
  /** Decoded arguments. */
  readonly args: Result
  /** Up to four topics, 32 bytes of hex each. */
  readonly topics: readonly Hex[]
}

/** One log as nodes return it. */
export interface RawLog {
  /** Contract that emitted it. */
  readonly address: Hex
  /** Up to four topics, 32 bytes of hex each. */
  readonly topics: readonly Hex[]
  /** Fields that are not indexed, ABI-encoded. */
  readonly data: Hex
}

const interfaces = [
  hubAbi,
  appRegistryAbi,
  workerpoolAbi,
  ensRegistryAbi,
  publicResolverAbi,
  reverseRegistrarAbi,
  voucherHubAbi,
  voucherAbi,
  ['event BeaconUpgraded(address indexed beacon)'],
].map((abi) => new Interface(abi))

/**
 * Every event by its topic and how many of its arguments are indexed, in which ERC-20 and ERC-721
 * differ.
 */
const events = new Map<string, { abi: Interface; event: EventFragment }>()
for (const abi of interfaces) {
  abi.forEachEvent((event) => {
    const key = keyOf(event.topicHash, event.inputs.filter(({ indexed }) => indexed).length)
    if (!events.has(key)) events.set(key, { abi, event })
  })
}

/** Decodes a log by the first ABI with its event. */
export function decodeLog({ address: at, topics, data }: RawLog): Log {
  const found = events.get(keyOf(topics[0], topics.length - 1))
  if (!found) return { address: address(at), name: String(topics[0]), args: new Result(), topics }
  const { abi, event } = found
  return {
    address: address(at),
    name: event.name,
    args: abi.decodeEventLog(event, data, topics),
    topics,
  }
}

function keyOf(topic: string | undefined, indexed: number): string {
  return `${topic} ${indexed}`
}

import {
  appRegistryAbi,
  ensRegistryAbi,
  type Hex,
  hubAbi,
  publicResolverAbi,
  reverseRegistrarAbi,
  voucherAbi,
  voucherHubAbi,
  workerpoolAbi,
} from '@iexec-sim/contracts'
import { address } from '@iexec-sim/protocol'
import { Interface, Result } from 'ethers'

/** One log of a contract under test, decoded. */
export interface Log {
  readonly address: Hex
  /** Name of the event; its topic, where nobody knows it. */
  readonly name: string
  readonly args: Result
  readonly topics: readonly Hex[]
}

/** One log as nodes answer it. */
export interface RawLog {
  readonly address: Hex
  readonly topics: readonly Hex[]
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

/** Reads a log by whatever contract knows its event. */
export function decodeLog({ address: at, topics, data }: RawLog): Log {
  for (const abi of interfaces) {
    const event = abi.getEvent(topics[0]!)
    // ERC-20 and ERC-721 share a topic and differ in what is indexed.
    if (event && event.inputs.filter(({ indexed }) => indexed).length === topics.length - 1) {
      return { address: address(at), name: event.name, args: abi.decodeEventLog(event, data, topics), topics }
    }
  }
  return { address: address(at), name: String(topics[0]), args: new Result(), topics }
}

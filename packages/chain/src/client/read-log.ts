import { type EventFragment, type Interface, LogDescription } from 'ethers'
import { withAnyText } from './any-text.ts'

/** A log as a node returns it. */
export interface RawLog {
  /** Up to four topics, 32 bytes of hex each. */
  topics: readonly string[]
  /** Fields that are not indexed, ABI-encoded. */
  data: string
}

const fragments = new WeakMap<Interface, Map<string, EventFragment>>()

/** The event a log holds; `undefined` for one that the ABI does not know. */
export function readLog(abi: Interface, { topics, data }: RawLog): LogDescription | undefined {
  const [topic] = topics
  const fragment = topic === undefined ? undefined : byTopic(abi).get(topic)
  if (!fragment) return undefined
  const args = withAnyText(fragment.inputs, abi.decodeEventLog(fragment, data, topics), data)
  return new LogDescription(fragment, topic!, args)
}

/** ethers hashes the signature of one event after the other until a topic fits, at every log. */
function byTopic(abi: Interface): Map<string, EventFragment> {
  let known = fragments.get(abi)
  if (!known) {
    known = new Map()
    abi.forEachEvent((event) => void (event.anonymous || known!.set(event.topicHash, event)))
    fragments.set(abi, known)
  }
  return known
}

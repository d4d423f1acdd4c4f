import type { Address, Bytes32, DealId, Hex, TaskId } from '@iexec-sim/protocol'

/** Something a network has said yes to, and so has to know for ever. */
export type Acknowledged =
  | { kind: 'transaction'; hash: Hex }
  | { kind: 'secret'; requester: Address; name: string }
  | { kind: 'order'; hash: Bytes32 }
  | { kind: 'withdrawal'; hash: Bytes32 }
  | { kind: 'upload'; cid: string; content: string }
  | { kind: 'deal'; dealId: DealId; taskId: TaskId }

/**
 * The independent record of what was acknowledged. It lives in the process that kills, and so
 * outlives every killed one.
 */
export class Record {
  readonly #entries: Acknowledged[] = []
  #checked = 0

  add(entry: Acknowledged): void {
    this.#entries.push(entry)
  }

  /** New entries since the last call, and some of the older ones, chosen by numbers from 0 to 1. */
  due(older: number, chance: () => number): Acknowledged[] {
    const fresh = this.#entries.slice(this.#checked)
    const known = this.#entries.slice(0, this.#checked)
    this.#checked = this.#entries.length
    const sample = Array.from(
      { length: Math.min(older, known.length) },
      () => known[Math.floor(chance() * known.length)]!,
    )
    return [...fresh, ...sample]
  }

  get all(): readonly Acknowledged[] {
    return this.#entries
  }

  get tasks(): TaskId[] {
    return this.#entries.flatMap((entry) => (entry.kind === 'deal' ? [entry.taskId] : []))
  }
}

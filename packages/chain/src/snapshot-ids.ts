import type { Hex } from '@iexec-sim/protocol'

/**
 * The ids that callers of `evm_snapshot` know. The engine numbers its snapshots too, but those the
 * network takes for itself are in no journal: at a replay the engine's numbers would be others.
 */
export class SnapshotIds {
  readonly #engineIds: unknown[]

  constructor(engineIds: readonly unknown[] = []) {
    this.#engineIds = [...engineIds]
  }

  /** The id of a snapshot the engine has taken. */
  add(engineId: unknown): Hex {
    return `0x${this.#engineIds.push(engineId).toString(16)}`
  }

  /** The engine's id of a snapshot; `undefined` for an unknown one. */
  engineId(id: unknown): unknown {
    return this.#engineIds[Number(id) - 1]
  }

  /** The part of it that a snapshot of the network stores. */
  copy(): SnapshotIds {
    return new SnapshotIds(this.#engineIds)
  }
}

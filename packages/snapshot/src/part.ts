import type { Secret } from '@iexec-sim/base'

/**
 * A part of the network that a snapshot takes in. A restore is a crash that leads back to another
 * moment: work is dropped, the state is put back, and what was under way at that moment is taken up
 * as after the death of a process.
 */
export interface SnapshotPart {
  /** Name of its folder within a snapshot. */
  readonly name: string
  /** Drops the work under way and begins no other until {@link resume}. */
  pause?(): Promise<void>
  /** Writes its state into an empty folder, synchronously: all parts together are of one moment. */
  save?(dir: string): void
  /**
   * Restores the state of {@link save}. Throws `SNAPSHOT_CORRUPT`; what it finds out before it has
   * changed nothing.
   */
  restore?(dir: string): void | Promise<void>
  /**
   * Goes on from its state. `isForeign`: the state is another network's, whose services listened
   * elsewhere.
   */
  resume?(after: { isForeign: boolean }): Promise<void>
  /**
   * Throws `SNAPSHOT_CORRUPT` when content in a folder from elsewhere is not what its name says.
   */
  check?(dir: string): Promise<void>
  /** Key of its secrets, if it has any. */
  readonly key?: PartKey
  /**
   * Rewrites what another network's part has saved under its own key, `'lost'` without its secrets.
   * Throws `SNAPSHOT_LOCKED`.
   */
  adopt?(dir: string, key: Secret | 'lost'): void
}

/** A key that secrets are encrypted with at rest. */
export interface PartKey {
  /** Tells keys apart and gives none away. */
  readonly id: string
  /** The key itself. */
  exported(): Secret
}

/** Subject of a change, which pages that show it look at again. */
export type Topic =
  | 'block'
  | 'task'
  | 'timeline'
  | 'logs'
  | 'secrets'
  | 'clock'
  | 'faults'
  | 'misbehaviours'
  | 'snapshots'
  | 'workers'

/** Something that has changed. */
export interface Change {
  /** Its subject. */
  topic: Topic
  /** Id of the one that has changed, where there are many; a task's for `timeline` and `logs`. */
  id?: string
}

/** Tells pages that something has changed. Without a listener it costs nothing. */
export class Changes {
  readonly #listeners = new Set<(change: Change) => void>()

  /** Tells of a change. */
  ring(topic: Topic, id?: string): void {
    for (const listener of this.#listeners) {
      try {
        listener(id === undefined ? { topic } : { topic, id })
      } catch {
        // A page must not disturb the service that tells of a change.
      }
    }
  }

  /** Has a listener called for every change; returns what ends that. */
  listen(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }
}

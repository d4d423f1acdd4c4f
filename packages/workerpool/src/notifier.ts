import type {
  Address,
  Bytes32,
  ReplicateCause,
  TaskId,
  TaskNotificationType,
} from '@iexec-sim/protocol'

/** Notifications of the scheduler to workers. */
export type Notification =
  /** There may be work: ask for a replicate. */
  | { kind: 'available' }
  /** Do something about a task you have. */
  | {
      kind: 'task'
      chainTaskId: TaskId
      type: TaskNotificationType
      blockNumber?: number
      consensus?: Bytes32
      abortCause?: ReplicateCause
    }

type Listener = (notification: Notification) => void

/** Carries notifications to the workers that listen. One listener per worker. */
export class Notifier {
  readonly #listeners = new Map<Address, Listener>()
  /** All workers that have listened since the start. */
  readonly #seen = new Set<Address>()

  /**
   * Listens for a worker; returns a function that ends it. A second listener of the same worker
   * takes the first one's place.
   */
  listen(worker: Address, listener: Listener): () => void {
    this.#listeners.set(worker, listener)
    this.#seen.add(worker)
    return () => {
      if (this.#listeners.get(worker) === listener) this.#listeners.delete(worker)
    }
  }

  /** Whether a worker listens. */
  isAlive(worker: Address): boolean {
    return this.#listeners.has(worker)
  }

  /**
   * Whether a worker listens, or has not been seen since the pool was started and may still come.
   */
  mayListen(worker: Address): boolean {
    return this.isAlive(worker) || !this.#seen.has(worker)
  }

  /** The workers that listen. */
  alive(): Address[] {
    return [...this.#listeners.keys()]
  }

  /** Tells every worker. */
  broadcast(notification: Notification): void {
    for (const listener of this.#listeners.values()) listener(notification)
  }

  /** Tells one worker; nothing happens when it is not there. */
  tell(worker: Address, notification: Notification): void {
    this.#listeners.get(worker)?.(notification)
  }
}

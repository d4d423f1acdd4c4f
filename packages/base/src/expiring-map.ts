import type { Clock } from './clock.ts'

/** Limits of an {@link ExpiringMap}. */
export interface ExpiringMapOptions {
  /** Clock that entries expire by. */
  clock: Clock
  /** Milliseconds an entry lives after it was set. */
  lifeMs: number
  /** Maximum number of entries; another one replaces the oldest. */
  most: number
}

/**
 * Entries that are forgotten some time after they were set, and the oldest of them sooner when
 * there are too many.
 */
export class ExpiringMap<K, V> {
  readonly #options: ExpiringMapOptions
  /** The oldest stand first: all live equally long. */
  readonly #entries = new Map<K, { value: V; expires: number }>()

  constructor(options: ExpiringMapOptions) {
    this.#options = options
  }

  get(key: K): V | undefined {
    const entry = this.#entries.get(key)
    return entry && entry.expires > this.#options.clock.now() ? entry.value : undefined
  }

  /** Sets an entry and restarts its lifetime. */
  set(key: K, value: V): void {
    const { clock, lifeMs, most } = this.#options
    const now = clock.now()
    this.#entries.delete(key)
    for (const [oldest, { expires }] of this.#entries) {
      if (expires > now && this.#entries.size < most) break
      this.#entries.delete(oldest)
    }
    this.#entries.set(key, { value, expires: now + lifeMs })
  }

  delete(key: K): void {
    this.#entries.delete(key)
  }
}

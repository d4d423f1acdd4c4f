import type { Clock } from '@iexec-sim/base'
import type { ProvisionedSession } from '../drivers/driver.ts'

/** Sessions in memory, each for a limited time. */
export class SessionStore {
  readonly #clock: Pick<Clock, 'now'>
  readonly #lifetimeMs: number
  readonly #sessions = new Map<string, { session: ProvisionedSession; until: number }>()

  constructor(clock: Pick<Clock, 'now'>, lifetimeMs: number) {
    this.#clock = clock
    this.#lifetimeMs = lifetimeMs
  }

  /** Keeps a session; `false` when its id is taken: a session is never exchanged for another. */
  add(session: ProvisionedSession): boolean {
    this.#dropExpired()
    if (this.#sessions.has(session.sessionId)) return false
    this.#sessions.set(session.sessionId, { session, until: this.#clock.now() + this.#lifetimeMs })
    return true
  }

  /** A session that has not expired. */
  get(sessionId: string): ProvisionedSession | undefined {
    this.#dropExpired()
    return this.#sessions.get(sessionId)?.session
  }

  /** All live equally long, so the oldest come first. */
  #dropExpired(): void {
    const now = this.#clock.now()
    for (const [id, { until }] of this.#sessions) {
      if (until > now) return
      this.#sessions.delete(id)
    }
  }
}

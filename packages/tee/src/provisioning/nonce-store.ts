import { randomBytes } from 'node:crypto'
import type { Clock } from '@iexec-sim/base'
import type { Stage } from '@iexec-sim/protocol'

/** Purpose of a nonce. */
export interface NoncePurpose {
  /** Session that the evidence is for. */
  sessionId: string
  /** Stage that the evidence is for. */
  stage: Stage
}

const MOST_NONCES = 10_000

/** Nonces for evidence: each is good once, for a short time, for one stage of one session. */
export class NonceStore {
  readonly #clock: Pick<Clock, 'now'>
  readonly #lifetimeMs: number
  readonly #open = new Map<string, NoncePurpose & { until: number }>()

  constructor(clock: Pick<Clock, 'now'>, lifetimeMs: number) {
    this.#clock = clock
    this.#lifetimeMs = lifetimeMs
  }

  /**
   * A new nonce. Above a number of open ones the oldest is given up, so that asking alone fills no
   * memory.
   */
  issue({ sessionId, stage }: NoncePurpose): string {
    const nonce = randomBytes(32).toString('base64url')
    this.#open.set(nonce, { sessionId, stage, until: this.#clock.now() + this.#lifetimeMs })
    if (this.#open.size > MOST_NONCES) this.#open.delete(this.#open.keys().next().value!)
    return nonce
  }

  /**
   * Uses up a nonce and returns its purpose; `undefined` if it was never issued, is used up or too
   * old.
   */
  use(nonce: string): NoncePurpose | undefined {
    const purpose = this.#open.get(nonce)
    this.#open.delete(nonce)
    return purpose !== undefined && purpose.until > this.#clock.now() ? purpose : undefined
  }
}

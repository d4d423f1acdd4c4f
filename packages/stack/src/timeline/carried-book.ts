import type { CarriedSecrets } from '@iexec-sim/sms'
import type { Decision } from '@iexec-sim/tee'
import type { Recorder } from '@iexec-sim/timeline'

/** Most sessions that are remembered; older ones have long been used. */
const MOST_SESSIONS = 1_000

/**
 * Remembers which secrets the sessions of one framework carry, and records for each of them when an
 * enclave gets it or is refused. It has their identities alone: the provisioning service knows the
 * variables of a session and not whose secrets they are.
 */
export class CarriedBook {
  readonly #recorder: Recorder
  readonly #sessions = new Map<string, CarriedSecrets>()

  constructor(recorder: Recorder) {
    this.#recorder = recorder
  }

  /** Remembers a session. */
  keep(session: CarriedSecrets): void {
    this.#sessions.set(session.sessionId, session)
    if (this.#sessions.size > MOST_SESSIONS)
      this.#sessions.delete(this.#sessions.keys().next().value!)
  }

  /** Records what a decision of the provisioning service means for the secrets of its stage. */
  decided({ sessionId, stage, fingerprint, refused }: Decision): void {
    const session = this.#sessions.get(sessionId)
    for (const secret of session?.stages[stage] ?? [])
      this.#recorder.secret({
        ...secret,
        kind: refused ? 'refused' : 'delivered',
        taskId: session!.taskId,
        stage,
        fingerprint,
        via: 'POST /attest',
        ...(refused ? { reason: refused } : {}),
      })
  }
}

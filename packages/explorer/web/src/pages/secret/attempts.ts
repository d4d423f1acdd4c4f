import type { SecretEvent } from '@iexec-sim/timeline'

/** A session that was to carry a secret, and what came of it. */
export interface Attempt {
  /** The request of the session. */
  asked: SecretEvent
  /** What the provisioning service decided; absent before that. */
  decided?: SecretEvent
}

/** Pairs requests of a secret with the decisions on them. */
export function attemptsOf(events: readonly SecretEvent[]): Attempt[] {
  const attempts: Attempt[] = []
  for (const event of events) {
    if (event.kind === 'requested' || event.kind === 'missing') attempts.push({ asked: event })
    if (event.kind !== 'delivered' && event.kind !== 'refused') continue
    const open = attempts.findLast(
      ({ asked, decided }) =>
        !decided && asked.taskId === event.taskId && asked.stage === event.stage,
    )
    if (open) open.decided = event
  }
  return attempts
}

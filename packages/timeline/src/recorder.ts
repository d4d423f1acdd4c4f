import type { Finding } from './finding.ts'
import type { SecretEvent } from './secret-event.ts'
import type { StepEnd, StepStart } from './step.ts'

/** A step that has begun. */
export interface OpenStep {
  /** Ends it; what comes after the first end is ignored. */
  end(end?: StepEnd): void
}

/** Takes down what happens in a service. No call throws, waits, or keeps a secret value. */
export interface Recorder {
  /** Begins a step. */
  begin(start: StepStart): OpenStep
  /** Records a step that takes no time, or is over. */
  note(step: StepStart & StepEnd): void
  /** Records what happened to a secret. */
  secret(event: Omit<SecretEvent, 'id' | 'at'>): void
  /** Records where a canary was found. */
  found(finding: Omit<Finding, 'id' | 'at'>): void
}

/** A recorder for services that nobody watches. */
export const recordNothing: Recorder = {
  begin: () => ({ end: () => {} }),
  note: () => {},
  secret: () => {},
  found: () => {},
}

/**
 * Records work as a step: it ends with the work, and fails with it. `describe` gives the end of
 * work that succeeded.
 */
export async function timed<T, S = StepStart>(
  recorder: { begin(start: S): OpenStep },
  start: S,
  work: () => Promise<T>,
  describe?: (result: T) => StepEnd,
): Promise<T> {
  const step = recorder.begin(start)
  try {
    const result = await work()
    step.end(describe?.(result))
    return result
  } catch (error) {
    step.end({ outcome: 'failed', reason: (error as Error).message })
    throw error
  }
}

import type { Step, StepEnd, StepStart } from '../step.ts'
import { shortFacts, shortText } from './bounds.ts'

/** Difference of the clocks, in ms, from which a step carries the network's time. */
const CLOCK_DIFFERENCE_MS = 5

/** The machine's clock: milliseconds since 1970, with fractions. */
export const machineNow = (): number => performance.timeOrigin + performance.now()

/** A step that begins. */
export function begun(id: number, start: StepStart, networkNow: number | undefined): Step {
  const { taskId, service, actor, name, facts } = start
  const now = machineNow()
  const startedAt = start.startedAt ?? now
  const ahead = networkNow === undefined ? 0 : networkNow - now
  return {
    id,
    taskId,
    service,
    ...(actor === undefined ? {} : { actor }),
    name,
    startedAt,
    ...(Math.abs(ahead) < CLOCK_DIFFERENCE_MS ? {} : { networkTime: startedAt + ahead }),
    outcome: 'running',
    facts: shortFacts(facts),
  }
}

/** The step with its end. */
export function ended(step: Step, end: StepEnd): Step {
  const { endedAt = machineNow(), outcome = 'done', cause, reason, fix, facts } = end
  return {
    ...step,
    endedAt,
    outcome,
    ...(cause === undefined ? {} : { cause }),
    ...(reason === undefined ? {} : { reason: shortText(reason) }),
    ...(fix === undefined ? {} : { fix: shortText(fix) }),
    facts: { ...step.facts, ...shortFacts(facts) },
  }
}

/**
 * The step as a network remembers it that was restored to a moment before its end: it was in the
 * middle of it.
 */
export function remembered(step: Step, untilMs: number): Step {
  const isOfThisLife = untilMs === Number.MAX_SAFE_INTEGER
  if (isOfThisLife || (step.endedAt !== undefined && step.endedAt <= untilMs)) return step
  const { endedAt: _endedAt, cause: _cause, fix: _fix, ...asItWas } = step
  return {
    ...asItWas,
    outcome: 'failed',
    reason: 'The network was restored to a snapshot during this step.',
  }
}

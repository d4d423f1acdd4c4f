import type { Step } from './step.ts'

/** Why a task failed. */
export interface TaskFailureReason {
  /** The step that brought it about. */
  step: Step
  /** In the network's own words, where it has one. */
  cause?: string
  /** As a sentence. */
  reason?: string
  /** What to do about it, as a sentence. */
  fix?: string
}

/**
 * Why a task failed, by its steps: the first stage of a worker that failed with a cause, and within
 * it the step that was refused, which knows more. `undefined` for a task that did not fail, or that
 * another worker is still at.
 */
export function whyFailed(steps: readonly Step[]): TaskFailureReason | undefined {
  const end = steps.findLast(({ name }) => name === 'task-ended')
  if (end?.outcome === 'done') return undefined
  const isUnderWay = steps.some(
    ({ service, outcome }) => service === 'worker' && outcome === 'running',
  )
  if (!end && isUnderWay) return undefined
  const failed = steps.filter(({ outcome }) => outcome === 'failed' || outcome === 'refused')
  const stage = failed.find(({ service, cause }) => service === 'worker' && cause !== undefined)
  const refused = failed.find(
    (step) => step.outcome === 'refused' && (!stage || isWithin(step, stage)),
  )
  const step = refused ?? stage ?? failed.find(({ reason }) => reason !== undefined) ?? end
  if (!step || step.outcome === 'running') return undefined
  const told = [stage, refused].filter((one) => one !== undefined)
  const cause = stage?.cause ?? step.cause
  const reason = told.findLast((one) => one.reason)?.reason ?? step.reason
  const fix = told.findLast((one) => one.fix)?.fix ?? step.fix
  return { step, ...(cause && { cause }), ...(reason && { reason }), ...(fix && { fix }) }
}

const isWithin = (step: Step, whole: Step): boolean =>
  step.startedAt >= whole.startedAt && step.startedAt <= (whole.endedAt ?? Number.MAX_VALUE)

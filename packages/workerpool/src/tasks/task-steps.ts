import type { Facts, Recorder, StepName } from '@iexec-sim/timeline'
import { statusOf, type Task } from '../model.ts'

/** Takes down a decision of the scheduler about a task. */
export function noteStep(recorder: Recorder, { taskId }: Task, name: StepName, facts: Facts): void {
  recorder.note({ taskId, service: 'workerpool', name, facts })
}

/** Takes down the end of a task, with the status that led to a failure. */
export function noteEnd(recorder: Recorder, task: Task): void {
  const { taskId, statuses, diagnosis } = task
  const failed = statusOf(task) === 'FAILED'
  recorder.note({
    taskId,
    service: 'workerpool',
    name: 'task-ended',
    ...(failed
      ? { outcome: 'failed', cause: statuses.at(-2)?.status, reason: diagnosis?.reason }
      : {}),
  })
}

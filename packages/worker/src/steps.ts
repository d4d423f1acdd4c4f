import { ofTask, recordNothing, type TaskRecorder } from '@iexec-sim/timeline'
import type { TaskRun } from './task-run.ts'
import type { WorkerContext } from './worker-context.ts'

/** Takes down the steps of a run on this worker. */
export const stepsOf = (
  { recorder = recordNothing, name }: WorkerContext,
  run: TaskRun,
): TaskRecorder => ofTask(recorder, { taskId: run.taskId, actor: name })

import { machineNow, whyFailed } from '@iexec-sim/timeline'
import type { Timeline } from '../../schema/task/timeline.ts'
import type { ExplorerSources } from '../../sources.ts'
import { taskIdOf } from './find-task.ts'

/** What happened to a task. Throws `TASK_UNKNOWN` for what is no id. */
export function timelineOf({ timeline }: ExplorerSources, text: string): Timeline {
  const taskId = taskIdOf(text)
  const steps = timeline.ofTask(taskId)
  return {
    taskId,
    now: machineNow(),
    failure: whyFailed(steps) ?? null,
    steps,
    secrets: timeline.secretEventsOfTask(taskId),
    findings: timeline.findings(taskId),
  }
}

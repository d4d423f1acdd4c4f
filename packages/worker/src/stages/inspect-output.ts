import type { Hex, TaskId } from '@iexec-sim/protocol'
import type { DescribedRun } from '../task-run.ts'
import type { WorkerContext } from '../worker-context.ts'

/** What an app left behind, as it is looked through before the worker goes on. */
export interface Inspected {
  /** Id of the task. */
  taskId: TaskId
  /** Name of the worker. */
  worker: string
  /** Folder of all output: what was captured, the archive, and the app's files below it. */
  dir: string
  /** Folder of the app's files. */
  outputDir: string
  /** Bytes for the deal's callback contract; `0x` without. */
  callbackData: Hex
}

/** Has the output of a run looked through, whether its app succeeded or not. */
export async function inspectOutput(context: WorkerContext, run: DescribedRun): Promise<void> {
  await context.inspect?.({
    taskId: run.taskId,
    worker: context.name,
    dir: run.tempDir,
    outputDir: run.outputDir,
    callbackData: run.callbackData,
  })
}

import type { DescribedRun } from '../task-run.ts'
import type { WorkerContext } from '../worker-context.ts'

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

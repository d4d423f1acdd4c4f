import { type DescribedRun, TaskFailure } from '../task-run.ts'
import type { WorkerContext } from '../worker-context.ts'
import { checkPreconditions } from './preconditions.ts'
import { computeStandard } from './standard-compute.ts'
import { computeTee } from './tee-compute.ts'

/** Runs the app and the programs around it, up to a digest. */
export async function compute(context: WorkerContext, run: DescribedRun): Promise<void> {
  await checkPreconditions(context, run)
  const { image, framework } = run.description
  if (!(await context.engine.inspectImage(image))) throw new TaskFailure('APP_NOT_FOUND_LOCALLY')
  await (framework ? computeTee(context, run, framework) : computeStandard(context, run))
}

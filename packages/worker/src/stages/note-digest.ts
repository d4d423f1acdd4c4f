import type { ComputedFile } from '@iexec-sim/protocol'
import { stepsOf } from '../steps.ts'
import type { DescribedRun } from '../task-run.ts'
import type { WorkerContext } from '../worker-context.ts'

/** Takes down what a result's digest was made of. */
export function noteDigest(
  context: WorkerContext,
  run: DescribedRun,
  digest: string,
  { 'deterministic-output-path': path, 'callback-data': callback }: ComputedFile,
): void {
  // Names alone: what stands there is the app's, and may be secret.
  const from = path ? 'deterministic-output-path' : callback ? 'callback-data' : ''
  stepsOf(context, run).note({
    service: 'worker',
    name: 'digest-made',
    facts: { digest, ...(from ? { from } : {}) },
  })
}

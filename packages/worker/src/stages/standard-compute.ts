import { readdirSync } from 'node:fs'
import { OUTPUT_FOLDER } from '@iexec-sim/docker'
import { appVariables, tokenizeArgs } from '@iexec-sim/protocol'
import { runRecorded } from '@iexec-sim/tee'
import { withFault } from '../faults/with-fault.ts'
import { stepsOf } from '../steps.ts'
import type { DescribedRun } from '../task-run.ts'
import type { WorkerContext } from '../worker-context.ts'
import {
  containerOf,
  couldNotRun,
  judgeApp,
  keepOutputFiles,
  outputCapture,
} from './app-outcome.ts'
import { standardPostCompute } from './standard-post-compute.ts'

/** Runs a standard task's app, outside any enclave, and turns its output into a digest. */
export async function computeStandard(context: WorkerContext, run: DescribedRun): Promise<void> {
  await withFault('app', context, run, (here) => runApp(here, run))
  await withFault('post-compute', context, run, () => standardPostCompute(context, run))
}

async function runApp(context: WorkerContext, run: DescribedRun): Promise<void> {
  const { image, params, maxExecutionTime } = run.description
  const { limits, engine } = context
  const slot = await context.slot()
  const { id: imageId } = await engine.requireImage(image)
  const args = tokenizeArgs(params.args)
  try {
    const ended = await runRecorded(
      engine,
      {
        imageId,
        ...containerOf(context, run),
        ...(args.length > 0 ? { args } : {}),
        environment: appVariables(run.description),
        slot,
        limits: { memoryBytes: limits.memoryBytes },
        timeLimitMs: maxExecutionTime * 1000,
        ...(readdirSync(run.inputDir).length > 0 ? { inputDir: run.inputDir } : {}),
        capture: outputCapture(context, run),
      },
      {
        signal: run.signal,
        onRemoval: (removal) => {
          run.removal = removal
        },
        onExited: async (container) => {
          const bounds = { maxBytes: limits.maxResultBytes, maxFiles: limits.maxResultFiles }
          run.collected = await container.collectFolder(OUTPUT_FOLDER, run.outputDir, bounds)
        },
      },
      stepsOf(context, run),
      () => run.collected,
    )
    await judgeApp(context, run, slot, ended)
  } catch (error) {
    run.signal.throwIfAborted()
    throw couldNotRun(run, slot, error)
  }
  keepOutputFiles(context, run)
}

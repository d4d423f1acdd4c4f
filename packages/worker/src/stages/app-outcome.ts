import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ContainerRun, OutputCapture, Slot } from '@iexec-sim/docker'
import { type DescribedRun, TaskFailure, type TaskRun } from '../task-run.ts'
import type { WorkerContext } from '../worker-context.ts'
import { explainExit } from './explain-exit.ts'
import { moveIntoOutput } from './output-files.ts'

/** Exit code of an app whose container could not run at all. */
const NEVER_RAN = -1

/** Name of an app's container, and the run it is for. */
export function containerOf({ name: worker }: WorkerContext, { taskId: task }: TaskRun) {
  return { name: `${worker}-${task}`, task: { worker, task } }
}

/** Captures an app's output while it runs, up to the size limit of a result. */
export function outputCapture(
  { limits, name, onPrinted }: WorkerContext,
  run: TaskRun,
): OutputCapture {
  return {
    stdoutFile: join(run.tempDir, 'stdout.txt'),
    stderrFile: join(run.tempDir, 'stderr.txt'),
    maxBytes: limits.maxResultBytes,
    onPrinted: onPrinted && ((stream, bytes) => onPrinted(run.taskId, name, stream, bytes)),
  }
}

/**
 * Notes what the app printed and which hosts it wanted, and fails with the real cause when it did
 * not succeed.
 */
export async function judgeApp(
  context: WorkerContext,
  run: DescribedRun,
  slot: Slot,
  ended: ContainerRun,
): Promise<void> {
  run.output = { stdout: ended.stdout.tail, stderr: ended.stderr.tail }
  noteRefusedHosts(run, slot)
  if (ended.timedOut)
    throw new TaskFailure('APP_COMPUTE_TIMEOUT', {
      diagnosis: `the app ran longer than the ${run.description.maxExecutionTime} s of its category; make it faster, or run it in a higher category`,
    })
  if (ended.exitCode === 0) return
  throw new TaskFailure('APP_COMPUTE_FAILED', {
    exitCode: ended.exitCode,
    diagnosis: await explainExit(context, run.description.image, ended),
  })
}

/** The failure of an app that could not be run: the engine or the provisioning service said no. */
export function couldNotRun(run: TaskRun, slot: Slot, error: unknown): TaskFailure {
  noteRefusedHosts(run, slot)
  return error instanceof TaskFailure
    ? error
    : new TaskFailure('APP_COMPUTE_FAILED', {
        exitCode: NEVER_RAN,
        diagnosis: (error as Error).message,
      })
}

/** Adds the output of a successful app to its result, replacing files of the same names. */
export function keepOutputFiles(context: WorkerContext, run: TaskRun): void {
  const { stdoutFile, stderrFile } = outputCapture(context, run)
  for (const [file, name] of [
    [stdoutFile, 'stdout.txt'],
    [stderrFile, 'stderr.txt'],
  ] as const) {
    if (existsSync(file)) moveIntoOutput(run, name, file)
  }
}

function noteRefusedHosts(run: TaskRun, slot: Slot): void {
  run.refusedHosts = slot.refusedNames(run.startedAt).map(({ name }) => name)
}

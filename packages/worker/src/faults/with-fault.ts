import type { FaultCause, WorkerStage } from '@iexec-sim/faults'
import { describeTask, type ReplicateCause } from '@iexec-sim/protocol'
import { stepsOf } from '../steps.ts'
import { TaskFailure, type TaskRun } from '../task-run.ts'
import type { WorkerContext } from '../worker-context.ts'
import { CHAIN_OBSTACLES } from './chain-obstacles.ts'
import { MACHINE_OBSTACLES } from './machine-obstacles.ts'
import type { Obstacles } from './obstacle.ts'

const OBSTACLES: Obstacles = { ...CHAIN_OBSTACLES, ...MACHINE_OBSTACLES }

/**
 * Works at a stage of a task, with an obstacle in the way when one was ordered. The work itself
 * knows nothing of it: it meets the obstacle and fails as it would in earnest. Where no obstacle
 * leads to a cause, the stage fails with it as if.
 */
export async function withFault<T>(
  stage: WorkerStage,
  context: WorkerContext,
  run: TaskRun,
  work: (context: WorkerContext) => Promise<T>,
): Promise<T> {
  const cause = await faultAt(stage, context, run)
  if (!cause) return work(context)
  context.log.warn({ taskId: run.taskId, stage, cause }, 'stage fault applied')
  stepsOf(context, run).note({ service: 'worker', name: 'fault-applied', facts: { stage, cause } })
  const obstacle = OBSTACLES[cause]
  if (!obstacle)
    throw new TaskFailure(cause as ReplicateCause, { diagnosis: 'a fault that was ordered' })
  const { description, smsUrl, result } = run
  try {
    return await work(obstacle(context, run))
  } finally {
    // Observations of the stage itself stay.
    Object.assign(run, defined({ description, smsUrl, result }))
  }
}

async function faultAt(
  stage: WorkerStage,
  context: WorkerContext,
  run: TaskRun,
): Promise<FaultCause | undefined> {
  const { faults, chain, generation } = context
  if (!faults || faults.isEmpty) return undefined
  const description =
    run.description ?? (await describeTask(chain, run.taskId, generation).catch(() => undefined))
  return description && faults.strike(stage, description)
}

const defined = (values: object): object =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))

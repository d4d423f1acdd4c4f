import { SimError } from '@iexec-sim/base'
import type { Deal, OnchainTask, TaskId } from '@iexec-sim/protocol'
import { readTaskId } from '@iexec-sim/protocol'
import type { Task } from '@iexec-sim/workerpool/client'
import { Type } from 'typebox'
import type { ExplorerSources } from '../../sources.ts'

/** Path of a route of one task. */
export const TaskPath = Type.Object({ taskId: Type.String({ maxLength: 100 }) })
/** Values of {@link TaskPath}. */
export type TaskParams = { Params: { taskId: string } }

/** What pool and chain know of a task. */
export interface FoundTask {
  taskId: TaskId
  /** As the debug pool has it; absent for a task of another pool. */
  task: Task | undefined
  /** As the chain has it; absent before it is initialized. */
  onchain: OnchainTask | undefined
  /** Its deal. */
  deal: Deal
}

/** Reads an id. Throws `TASK_UNKNOWN` for what is none. */
export function taskIdOf(text: string): TaskId {
  const taskId = readTaskId(text)
  if (!taskId) throw new SimError('TASK_UNKNOWN', { taskId: text })
  return taskId
}

/** Finds a task at the pool and on chain. Throws `TASK_UNKNOWN`. */
export async function findTask({ tasks, hub }: ExplorerSources, text: string): Promise<FoundTask> {
  const taskId = taskIdOf(text)
  const task = tasks.get(taskId)
  const onchain = await hub.viewTask(taskId)
  const dealId = task?.dealId ?? onchain?.dealId
  const deal = dealId && (await hub.viewDeal(dealId))
  if (!deal) throw new SimError('TASK_UNKNOWN', { taskId })
  return { taskId, task, onchain, deal }
}

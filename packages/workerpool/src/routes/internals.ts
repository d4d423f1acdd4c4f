import { requireControlToken } from '@iexec-sim/door'
import { isFinalTaskStatus, readTaskId, type TaskId } from '@iexec-sim/protocol'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { isOver, statusOf, type Task } from '../model.ts'
import type { ServiceContext } from './service-context.ts'

/** A task with fields for its network's operator alone: diagnoses and every kept log. */
export interface TaskDetails extends Task {
  /** Whether some worker may still bring the task to a result. */
  mayStillSucceed: boolean
}

/** Longest an answer waits for the task's next change. */
const CHANGE_WAIT_MS = 20_000
/** Longest an answer waits for a task the pool has not seen yet. */
const UNKNOWN_TASK_WAIT_MS = 5_000

/**
 * `/control/tasks/…`, behind the network's control token. `?seen=<revision>` responds when the task
 * is no longer at that revision; `?seen=0` waits for a task that was only just matched.
 */
export function internalRoutes(app: FastifyInstance, context: ServiceContext): void {
  app.addHook('onRequest', requireControlToken(context.controlToken))
  app.get('/control/tasks', () =>
    context.store
      .all()
      .map((task) => ({ taskId: task.taskId, dealId: task.dealId, status: statusOf(task) })),
  )
  app.get<{ Params: { taskId: string }; Querystring: { seen?: string } }>(
    '/control/tasks/:taskId',
    async ({ params, query }, reply) => {
      const taskId = readTaskId(params.taskId)
      if (taskId && query.seen === '0' && !context.store.get(taskId))
        await nextChange(context, taskId, reply, UNKNOWN_TASK_WAIT_MS)
      const task = context.store.get(taskId)
      if (!task)
        return reply.code(404).send({ error: `task ${params.taskId} is unknown to this pool` })
      if (
        query.seen !== undefined &&
        Number(query.seen) === revision(task) &&
        !isSettled(context, task)
      )
        await nextChange(context, task.taskId, reply, CHANGE_WAIT_MS)
      await context.scheduler.settle(task.taskId)
      // A copy: the task may go on before it is written out.
      return {
        ...structuredClone(task),
        mayStillSucceed: !isSettled(context, task),
        revision: revision(task),
      }
    },
  )
}

/** Grows with every change of a task or its replicates. */
const revision = (task: Task): number =>
  task.statuses.length +
  task.replicates.reduce((sum, replicate) => sum + replicate.updates.length, 0)

/**
 * Whether nothing more can come of a task: it is over, or every worker that could run it has
 * failed.
 */
function isSettled({ scheduler }: ServiceContext, task: Task): boolean {
  if (isFinalTaskStatus(statusOf(task))) return true
  // The workers' part is done: the scheduler itself brings it to its end.
  if (['RESULT_UPLOADED', 'FINALIZING', 'FINALIZED'].includes(statusOf(task))) return false
  const running = task.replicates.some((replicate) => !isOver(replicate))
  return task.replicates.length > 0 && !running && !scheduler.supply.mayStillBeGiven(task)
}

function nextChange(
  { scheduler }: ServiceContext,
  taskId: TaskId,
  reply: FastifyReply,
  timeoutMs: number,
): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      scheduler.lifecycle.onChange.delete(listener)
      clearTimeout(timeout)
      resolve()
    }
    const listener = (changed: Task) => changed.taskId === taskId && done()
    const timeout = setTimeout(done, timeoutMs)
    scheduler.lifecycle.onChange.add(listener)
    reply.raw.once('close', done)
  })
}

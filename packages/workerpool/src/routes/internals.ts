import { timingSafeEqual } from 'node:crypto'
import { isFinalTaskStatus } from '@iexec-sim/protocol'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { isOver, statusOf, type Task } from '../model.ts'
import type { ServiceContext } from './service-context.ts'

/** A task with what only its network's operator may see: diagnoses and every kept log. */
export interface TaskDetails extends Task {
  /** Whether some worker may still bring the task to a result. */
  mayStillSucceed: boolean
}

/** `/control/tasks/…`, behind the network's control token. `?wait=1` answers at the task's next change or after 20 s. */
export function internalRoutes(app: FastifyInstance, context: ServiceContext): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!hasToken(request.headers.authorization, context.controlToken))
      await reply.code(401).send({ error: 'control token missing or wrong' })
  })
  app.get('/control/tasks', () =>
    context.store.all().map((task) => ({ taskId: task.taskId, dealId: task.dealId, status: statusOf(task) })),
  )
  app.get<{ Params: { taskId: string }; Querystring: { seen?: string } }>(
    '/control/tasks/:taskId',
    async ({ params, query }, reply) => {
      const task = context.store.get(params.taskId)
      if (!task) return reply.code(404).send({ error: `task ${params.taskId} is unknown to this pool` })
      if (query.seen !== undefined && Number(query.seen) === revision(task) && !isSettled(context, task))
        await nextChange(context, task, reply)
      return { ...task, mayStillSucceed: !isSettled(context, task), revision: revision(task) }
    },
  )
}

/** Grows with every change of a task or its replicates. */
export const revision = (task: Task): number =>
  task.statuses.length + task.replicates.reduce((sum, replicate) => sum + replicate.updates.length, 0)

/** Whether nothing more can come of a task: it is over, or every worker that could run it has failed. */
function isSettled({ scheduler }: ServiceContext, task: Task): boolean {
  if (isFinalTaskStatus(statusOf(task))) return true
  const running = task.replicates.some((replicate) => !isOver(replicate))
  return task.replicates.length > 0 && !running && !scheduler.supply.mayStillBeGiven(task)
}

function nextChange({ scheduler }: ServiceContext, task: Task, reply: FastifyReply): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      scheduler.lifecycle.onChange.delete(listener)
      clearTimeout(timeout)
      resolve()
    }
    const listener = (changed: Task) => changed.taskId === task.taskId && done()
    const timeout = setTimeout(done, 20_000)
    scheduler.lifecycle.onChange.add(listener)
    reply.raw.once('close', done)
  })
}

function hasToken(authorization: string | undefined, token: string): boolean {
  const given = Buffer.from(authorization ?? '')
  const expected = Buffer.from(`Bearer ${token}`)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

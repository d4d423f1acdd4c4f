import { readAddress, readLogin, readTaskId, TASK_STATUSES } from '@iexec-sim/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { replicateOf, statusOf, type Task } from '../model.ts'
import { logsModel, replicateModel, taskModel } from '../views.ts'
import type { ServiceContext } from './service-context.ts'

type TaskParams = { taskId: string; wallet?: string }

/** Public routes of a pool; logs are for the requester only. */
export function publicRoutes(app: FastifyInstance, context: ServiceContext): void {
  const { store, version } = context
  app.get('/version', (_request, reply) => reply.type('text/plain').send(version))
  app.get('/metrics', () => metrics(context))

  app.get<{ Querystring: { address?: string } }>('/tasks/logs/challenge', ({ query }, reply) => {
    const wallet = readAddress(query.address)
    return wallet ? reply.send(context.logChallenges.challenge(wallet)) : reply.code(400).send()
  })
  app.get<{ Params: TaskParams }>('/tasks/:taskId', ({ params }, reply) => {
    const task = store.get(readTaskId(params.taskId))
    return task ? reply.send(taskModel(task, context.url())) : reply.code(404).send()
  })
  app.get<{ Params: TaskParams }>('/tasks/:taskId/replicates/:wallet', ({ params }, reply) => {
    const task = store.get(readTaskId(params.taskId))
    const replicate = task?.replicates.find(({ workerWallet }) => workerWallet === params.wallet)
    return task && replicate
      ? reply.send(replicateModel(task, replicate, context.url()))
      : reply.code(404).send()
  })
  for (const path of ['/tasks/:taskId/logs', '/tasks/:taskId/stdout']) {
    app.get<{ Params: TaskParams }>(path, (request, reply) => {
      const task = readableTask(context, request, reply)
      if (!task) return reply
      const computeLogsList = task.replicates
        .filter((replicate) => replicate.logsPublic)
        .map(logsModel)
        .filter(Boolean)
      return computeLogsList.length > 0
        ? reply.send({ chainTaskId: task.taskId, computeLogsList })
        : reply.code(404).send()
    })
  }
  for (const path of [
    '/tasks/:taskId/replicates/:wallet/logs',
    '/tasks/:taskId/replicates/:wallet/stdout',
  ]) {
    app.get<{ Params: TaskParams }>(path, (request, reply) => {
      const task = readableTask(context, request, reply)
      if (!task) return reply
      const wallet = readAddress(request.params.wallet)
      const replicate = wallet && replicateOf(task, wallet)
      const logs = replicate?.logsPublic ? logsModel(replicate) : undefined
      return logs ? reply.send(logs) : reply.code(404).send()
    })
  }
}

/**
 * The task whose logs the sender may read; otherwise the refusal is sent and the answer is
 * `undefined`.
 */
function readableTask(
  { store, logChallenges }: ServiceContext,
  request: FastifyRequest<{ Params: TaskParams }>,
  reply: FastifyReply,
): Task | undefined {
  const refuse = (status: number) => {
    void reply.code(status).send()
    return undefined
  }
  const { authorization } = request.headers
  if (!authorization) return refuse(400)
  const login = readLogin(authorization)
  if (!login) return refuse(401)
  const task = store.get(readTaskId(request.params.taskId))
  if (!task) return refuse(404)
  if (task.requester !== login.wallet) return refuse(403)
  return logChallenges.isSigned(login) ? task : refuse(401)
}

function metrics({ store, notifier, workers }: ServiceContext) {
  const alive = notifier.alive()
  const cpus = alive.reduce((sum, wallet) => sum + (workers.get(wallet)?.cpuNb ?? 0), 0)
  const tasks = store.all()
  const busy = tasks
    .flatMap((task) => task.replicates)
    .filter((replicate) => replicate.updates.at(-1)?.status === 'COMPUTING').length
  return {
    aliveWorkers: alive.length,
    aliveTotalCpu: cpus,
    aliveAvailableCpu: Math.max(0, cpus - busy),
    aliveTotalGpu: 0,
    aliveAvailableGpu: 0,
    currentTaskStatusesCount: Object.fromEntries(
      TASK_STATUSES.map((status) => [
        status,
        tasks.filter((task) => statusOf(task) === status).length,
      ]),
    ),
    dealEventsCount: new Set(tasks.map((task) => task.dealId)).size,
    dealsCount: new Set(tasks.map((task) => task.dealId)).size,
    replayDealsCount: 0,
    latestBlockNumberWithDeal: Math.max(0, ...tasks.map((task) => task.initializationBlock ?? 0)),
  }
}

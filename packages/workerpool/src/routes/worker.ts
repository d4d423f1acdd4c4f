import { type Address, readAddress, readTaskId } from '@iexec-sim/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { WorkerModel } from '../replicate-supply.ts'
import type { StatusReport } from '../replicate-updates.ts'
import type { ServiceContext } from './service-context.ts'
import { isStatusReport } from './status-report.ts'

/** Routes for workers. All but challenge, login and configuration need a worker's token. */
export function workerRoutes(app: FastifyInstance, context: ServiceContext): void {
  const { logins, scheduler, workers, store } = context

  app.get('/workers/config', () => ({
    workerPoolAddress: context.workerpool,
    schedulerPublicAddress: context.url(),
    blockchainAdapterUrl: '',
    configServerUrl: '',
    resultRepositoryURL: context.resultProxyUrl,
    askForReplicatePeriod: 5000,
    requiredWorkerVersion: '',
  }))
  app.get<{ Querystring: { walletAddress?: string } }>('/workers/challenge', ({ query }, reply) => {
    if (!query.walletAddress) return reply.code(400).send()
    const wallet = readAddress(query.walletAddress)
    const challenge = wallet && logins.challenge(wallet)
    return challenge ? reply.type('text/plain').send(challenge) : reply.code(401).send()
  })
  app.post<{ Querystring: { walletAddress?: string }; Body: { value?: unknown } | null }>(
    '/workers/login',
    async ({ query, body }, reply) => {
      if (!query.walletAddress || typeof body?.value !== 'string' || body.value === '')
        return reply.code(400).send()
      const wallet = readAddress(query.walletAddress)
      const token = wallet && (await logins.login(wallet, body.value))
      return token ? reply.type('text/plain').send(token) : reply.code(401).send()
    },
  )

  const asWorker = async (
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<Address | undefined> => {
    const wallet = logins.walletOf(request.headers.authorization)
    if (!wallet) void reply.code(401).send()
    return wallet
  }
  app.post('/workers/ping', async (request, reply) =>
    (await asWorker(request, reply)) ? reply.type('text/plain').send('ok') : reply,
  )
  app.post<{ Body: WorkerModel }>('/workers/register', async (request, reply) => {
    const wallet = await asWorker(request, reply)
    if (!wallet) return reply
    if (typeof request.body !== 'object' || request.body === null) return reply.code(400).send()
    const worker = { ...request.body, walletAddress: wallet }
    workers.set(wallet, worker)
    return reply.send(worker)
  })
  app.get('/workers/computing', async (request, reply) => {
    const wallet = await asWorker(request, reply)
    return wallet ? reply.send(scheduler.supply.computing(wallet)) : reply
  })
  app.get('/replicates/available', async (request, reply) => {
    const wallet = await asWorker(request, reply)
    if (!wallet) return reply
    const worker = workers.get(wallet)
    const summary = worker && (await scheduler.supply.next(worker))
    return summary ? reply.send(summary) : reply.code(204).send()
  })
  // A restarted worker has nothing to resume: its runs are lost with its process and offered to
  // others.
  app.get('/replicates/interrupted', async (request, reply) =>
    (await asWorker(request, reply)) ? reply.send([]) : reply,
  )
  app.post<{ Params: { taskId: string }; Body: StatusReport }>(
    '/replicates/:taskId/updateStatus',
    async (request, reply) => {
      const wallet = await asWorker(request, reply)
      if (!wallet) return reply
      const { body } = request
      if (!isStatusReport(body)) return reply.code(400).send()
      const task = store.get(readTaskId(request.params.taskId))
      const answer = task
        ? await scheduler.report(task, wallet, body)
        : ({ kind: 'refused' } as const)
      if (answer.kind === 'accepted') return action(reply, 200, answer.action)
      return answer.kind === 'already reported'
        ? action(reply, 208, 'PLEASE_WAIT')
        : action(reply, 202, 'PLEASE_ABORT')
    },
  )
}

const action = (reply: FastifyReply, status: number, name: string) =>
  reply.code(status).type('application/json').send(JSON.stringify(name))

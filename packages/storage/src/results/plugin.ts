import { createReadStream } from 'node:fs'
import type { TaskId, WorkerpoolAuthorization } from '@iexec-sim/protocol'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { IpfsNode } from '../ipfs/ipfs-node.ts'
import type { Logins } from './logins.ts'
import type { ResultProxy } from './result-proxy.ts'
import type { ResultStore } from './result-store.ts'
import type { Tokens } from './tokens.ts'
import { TooLarge, takeUpload } from './upload-body.ts'

/** What the routes of the result proxy share. */
export interface ResultProxyContext {
  version: string
  ipfs: IpfsNode
  store: ResultStore
  tokens: Tokens
  logins: Logins
  proxy: ResultProxy
  uploadDir: string
  maxResultBytes: number
}

/** The result proxy's routes, under their present names and their older ones. */
export function resultProxyPlugin(context: ResultProxyContext): FastifyPluginAsync {
  return async (app) => {
    app.addContentTypeParser('application/zip', (_request, body, done) => done(null, body))
    app.addContentTypeParser('text/plain', { parseAs: 'string' }, (_request, body, done) => done(null, body))
    app.get('/version', (_request, reply) => reply.type('text/plain').send(context.version))
    loginRoutes(app, context)
    for (const path of ['/v1/results', '/']) app.post(path, (request, reply) => upload(context, request, reply))
    for (const path of ['/v1/results/:taskId', '/results/:taskId']) lookupRoutes(app, path, context)
  }
}

function loginRoutes(app: FastifyInstance, { logins, tokens, proxy }: ResultProxyContext): void {
  app.get<{ Querystring: { chainId?: string } }>('/results/challenge', ({ query }, reply) =>
    query.chainId ? reply.send(logins.challenge()) : reply.code(400).send(),
  )
  app.post<{ Querystring: { chainId?: string } }>('/results/login', async ({ query, body }, reply) => {
    if (!query.chainId || typeof body !== 'string') return reply.code(400).send()
    const wallet = logins.login(body)
    return wallet ? reply.type('text/plain').send(await tokens.issue(wallet)) : reply.code(401).send()
  })
  app.post('/v1/results/token', async (request, reply) => {
    const { authorization: signature } = request.headers
    const authorization = request.body as WorkerpoolAuthorization | null
    if (!signature || !isAuthorization(authorization)) return reply.code(signature ? 401 : 400).send()
    const token = await proxy.issueToken(authorization, signature)
    return token ? reply.type('text/plain').send(token) : reply.code(401).send()
  })
}

function lookupRoutes(app: FastifyInstance, path: string, { store, tokens }: ResultProxyContext): void {
  app.head<{ Params: { taskId: string } }>(path, async ({ params, headers }, reply) => {
    if (!(await tokens.check(headers.authorization))) return reply.code(401).send()
    return reply.code(store.result(params.taskId) ? 204 : 404).send()
  })
  app.get<{ Params: { taskId: string } }>(`${path}/ipfshash`, ({ params }, reply) => {
    const cid = store.result(params.taskId)
    return cid ? reply.type('text/plain').send(cid) : reply.code(404).send()
  })
}

async function upload(
  context: ResultProxyContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { tokens, proxy, ipfs, uploadDir, maxResultBytes } = context
  const wallet = await tokens.check(request.headers.authorization)
  if (!wallet) return reply.code(401).send()
  try {
    await using arrived = await takeUpload(request, uploadDir, maxResultBytes)
    if (!arrived) return reply.code(400).send()
    if (!(await proxy.mayUpload(arrived.claim, wallet, arrived.archive))) return reply.code(401).send()
    const { cid } = await ipfs.add(createReadStream(arrived.archive))
    proxy.uploaded(arrived.claim, wallet, cid)
    return reply.type('text/plain').send(`/ipfs/${cid}`)
  } catch (error) {
    if (error instanceof TooLarge) return reply.code(413).send()
    throw error
  }
}

function isAuthorization(value: WorkerpoolAuthorization | null): value is WorkerpoolAuthorization {
  const texts = [
    value?.chainTaskId as TaskId | undefined,
    value?.workerWallet,
    value?.enclaveChallenge,
    value?.signature?.value,
  ]
  return texts.every((text) => typeof text === 'string')
}

import { createReadStream } from 'node:fs'
import { type Address, readAuthorization, readTaskId } from '@iexec-sim/protocol'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { IpfsNode } from '../ipfs/ipfs-node.ts'
import type { Logins } from './logins.ts'
import type { ResultProxy } from './result-proxy.ts'
import type { ResultStore } from './result-store.ts'
import type { Tokens } from './tokens.ts'
import { TooLarge, takeUpload } from './upload-body.ts'

/** Shared context of the result proxy's routes. */
export interface ResultProxyContext {
  /** Id of the chain. */
  chainId: number
  /** Version text the service returns. */
  version: string
  /** Stores results. */
  ipfs: IpfsNode
  /** Records which result belongs to which task. */
  store: ResultStore
  /** Issues and verifies session tokens. */
  tokens: Tokens
  /** Challenges of wallets that log in. */
  logins: Logins
  /** Rules of uploads and downloads. */
  proxy: ResultProxy
  /** Folder of uploads in progress. */
  uploadDir: string
  /** Largest archive, bytes. */
  maxResultBytes: number
}

/** The result proxy's routes; before version 9 also the older names and the requesters' login. */
export function resultProxyPlugin(context: ResultProxyContext): FastifyPluginAsync {
  return async (app) => {
    app.addContentTypeParser('application/zip', (_request, body, done) => done(null, body))
    app.addContentTypeParser('text/plain', { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    )
    app.get('/version', (_request, reply) => reply.type('text/plain').send(context.version))
    tokenRoute(app, context)
    uploadRoute(app, '/v1/results', context)
    lookupRoutes(app, '/v1/results/:taskId', context)
    if (Number.parseInt(context.version, 10) >= 9) return
    await app.register(loginRoutes(context))
    uploadRoute(app, '/', context)
    lookupRoutes(app, '/results/:taskId', context)
  }
}

function loginRoutes({ chainId, logins, tokens }: ResultProxyContext): FastifyPluginAsync {
  type Query = { Querystring: { chainId?: string } }
  return async (app) => {
    // Clients call the three joined texts of a login JSON.
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
    app.get<Query>('/results/challenge', ({ query }, reply) =>
      query.chainId === String(chainId) ? reply.send(logins.challenge()) : reply.code(400).send(),
    )
    app.post<Query>('/results/login', async ({ query, body }, reply) => {
      if (query.chainId !== String(chainId)) return reply.code(400).send()
      const wallet = typeof body === 'string' ? logins.login(body) : undefined
      return wallet
        ? reply.type('text/plain').send(await tokens.issue(wallet))
        : reply.code(401).send()
    })
  }
}

function tokenRoute(app: FastifyInstance, { proxy }: ResultProxyContext): void {
  app.post('/v1/results/token', async (request, reply) => {
    const { authorization: signature } = request.headers
    if (!signature) return reply.code(400).send()
    const authorization = readAuthorization(request.body)
    const token = authorization && (await proxy.issueToken(authorization, signature))
    return token ? reply.type('text/plain').send(token) : reply.code(401).send()
  })
}

function lookupRoutes(
  app: FastifyInstance,
  path: string,
  { store, tokens }: ResultProxyContext,
): void {
  const resultOf = (id: string) => {
    const task = readTaskId(id)
    return task && store.result(task)
  }
  app.head<{ Params: { taskId: string } }>(path, async ({ params, headers }, reply) => {
    if (!(await tokens.check(headers.authorization))) return reply.code(401).send()
    return reply.code(resultOf(params.taskId) ? 204 : 404).send()
  })
  app.get<{ Params: { taskId: string } }>(`${path}/ipfshash`, ({ params }, reply) => {
    const cid = resultOf(params.taskId)
    return cid ? reply.type('text/plain').send(cid) : reply.code(404).send()
  })
}

/**
 * Largest JSON upload of a result of the given size: Base64 makes it a third longer. The limit
 * exists because such a body is held in memory.
 */
const jsonLimit = (maxResultBytes: number): number =>
  Math.min(Math.ceil(maxResultBytes * 1.4) + 1024 ** 2, 512 * 1024 ** 2)

function uploadRoute(app: FastifyInstance, path: string, context: ResultProxyContext): void {
  const wallets = new WeakMap<FastifyRequest, Address>()
  // Before any of the body is taken in: only who has a token may send this much.
  const onRequest = async (request: FastifyRequest, reply: FastifyReply) => {
    const wallet = await context.tokens.check(request.headers.authorization)
    if (!wallet) return reply.code(401).send()
    wallets.set(request, wallet)
  }
  const bodyLimit = jsonLimit(context.maxResultBytes)
  app.post(path, { onRequest, bodyLimit }, (request, reply) =>
    upload(context, wallets.get(request)!, request, reply),
  )
}

async function upload(
  { proxy, ipfs, uploadDir, maxResultBytes }: ResultProxyContext,
  wallet: Address,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  try {
    await using arrived = await takeUpload(request, uploadDir, maxResultBytes)
    if (!arrived) return reply.code(400).send()
    if (!(await proxy.mayUpload(arrived.claim, wallet, arrived.archive)))
      return reply.code(401).send()
    const { cid } = await ipfs.add(createReadStream(arrived.archive))
    if (!proxy.uploaded(arrived.claim, wallet, cid)) return reply.code(401).send()
    return reply.type('text/plain').send(`/ipfs/${cid}`)
  } catch (error) {
    if (error instanceof TooLarge) return reply.code(413).send()
    throw error
  }
}

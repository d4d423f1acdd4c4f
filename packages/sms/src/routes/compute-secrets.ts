import { type Address, appSecretChallenge, requesterSecretChallenge } from '@iexec-sim/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { SmsContext } from '../context.ts'
import { appId, requesterId } from '../store/secret-store.ts'
import { noteWrite, REFUSED } from './note-write.ts'
import { isTooLong, signedValue } from './text-body.ts'
import { isSigned, ownerOf } from './wallet-secrets.ts'

const SECRET_KEY = /^[0-9A-Za-z\-_]{1,64}$/
const INVALID_AUTHORIZATION = { error: ['Invalid authorization'] }
const TOO_LONG = { error: ['Secret size should not exceed 4 Kb'] }
const EXISTS = { error: ['Secret already exists'] }
const BAD_KEY = { error: ['Secret key should contain at most 64 characters from [0-9A-Za-z-_]'] }

const REQUESTER_WAY = 'POST /requesters/{requester}/secrets/{key}'
const APP_WAY = 'POST /apps/{app}/secrets'

type AppParams = { app: string; index?: string }
type RequesterParams = { requester: string; key: string }

/**
 * `/apps/…/secrets` (the app developer secret) and `/requesters/…/secrets/…` (requester secrets).
 */
export function computeSecretRoutes(app: FastifyInstance, context: SmsContext): void {
  const { secrets, generation } = context
  app.head<{ Params: AppParams }>('/apps/:app/secrets', ({ params }, reply) =>
    reply.code(secrets.has(appId(params.app)) ? 204 : 404).send(),
  )
  const postAppSecret = (request: FastifyRequest<{ Params: AppParams }>, reply: FastifyReply) =>
    writeAppSecret(context, request, reply)
  app.post<{ Params: AppParams }>('/apps/:app/secrets', postAppSecret)
  if (generation === 'v8') indexedAppSecretRoutes(app, context, postAppSecret)

  app.head<{ Params: RequesterParams }>(
    '/requesters/:requester/secrets/:key',
    ({ params }, reply) => {
      if (!SECRET_KEY.test(params.key)) return reply.code(400).send()
      return reply.code(secrets.has(requesterId(params.requester, params.key)) ? 204 : 404).send()
    },
  )
  app.post<{ Params: RequesterParams }>('/requesters/:requester/secrets/:key', (request, reply) => {
    const { requester, key } = request.params
    const write = signedValue(request)
    if (!write) return reply.code(400).send()
    const challenge = () => requesterSecretChallenge(requester as Address, key, write.value)
    const id = requesterId(requester, key)
    const refuse = (reason: string) =>
      noteWrite(context, id, 'write-refused', REQUESTER_WAY, reason)
    if (!isSigned(challenge, write.signature, requester, context)) {
      refuse(REFUSED.unsigned)
      return reply.code(401).send(INVALID_AUTHORIZATION)
    }
    if (!SECRET_KEY.test(key)) return reply.code(400).send(BAD_KEY)
    if (isTooLong(write.value)) {
      refuse(REFUSED.tooLong)
      return reply.code(400).send(TOO_LONG)
    }
    if (!secrets.add(id, write.value)) {
      refuse(REFUSED.exists)
      return reply.code(409).send(EXISTS)
    }
    noteWrite(context, id, 'set', REQUESTER_WAY)
    return reply.code(204).send()
  })
}

/**
 * The routes that name the secret's index, of which there is only one. The later generation has
 * dropped them.
 */
function indexedAppSecretRoutes(
  app: FastifyInstance,
  { secrets }: SmsContext,
  postAppSecret: (
    request: FastifyRequest<{ Params: AppParams }>,
    reply: FastifyReply,
  ) => Promise<FastifyReply>,
): void {
  app.head<{ Params: AppParams }>('/apps/:app/secrets/:index', ({ params }, reply) => {
    const index = Number(params.index)
    if (!Number.isInteger(index) || index <= 0) return reply.code(400).send()
    return reply.code(index === 1 && secrets.has(appId(params.app)) ? 204 : 404).send()
  })
  app.post<{ Params: AppParams }>('/apps/:app/secrets/1', postAppSecret)
}

async function writeAppSecret(
  context: SmsContext,
  request: FastifyRequest<{ Params: AppParams }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const app = request.params.app
  const write = signedValue(request)
  if (!write) return reply.code(400).send()
  const owner = await ownerOf(context, app)
  const challenge = () => appSecretChallenge(app as Address, write.value)
  const refuse = (reason: string) =>
    noteWrite(context, appId(app), 'write-refused', APP_WAY, reason)
  if (!owner || !isSigned(challenge, write.signature, owner, context)) {
    refuse(REFUSED.unsigned)
    return reply.code(401).send(INVALID_AUTHORIZATION)
  }
  if (isTooLong(write.value)) {
    refuse(REFUSED.tooLong)
    return reply.code(413).send(TOO_LONG)
  }
  if (!context.secrets.add(appId(app), write.value)) {
    refuse(REFUSED.exists)
    return reply.code(409).send(EXISTS)
  }
  noteWrite(context, appId(app), 'set', APP_WAY)
  return reply.code(204).send()
}

import {
  type Address,
  type Bytes32,
  isHashSignedBy,
  web2SecretChallenge,
  web3SecretChallenge,
} from '@iexec-sim/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { SmsContext } from '../context.ts'
import { web2Id, web3Id } from '../store/secret-store.ts'
import { noteWrite, REFUSED } from './note-write.ts'
import { isTooLong, signedValue } from './text-body.ts'

const WEB3_WAY = 'POST /secrets/web3'

type Query = Record<string, string | undefined>

/**
 * `/secrets/web3` (dataset keys) and `/secrets/web2` (a wallet's named secrets). Answers carry no
 * body at all.
 */
export function walletSecretRoutes(app: FastifyInstance, context: SmsContext): void {
  app.head('/secrets/web3', (request, reply) => {
    const [object] = params(request, 'secretAddress')
    if (!object) return reply.code(400).send()
    return reply.code(context.secrets.has(web3Id(object)) ? 204 : 404).send()
  })
  app.post('/secrets/web3', async (request, reply) => {
    const [object] = params(request, 'secretAddress')
    const write = signedValue(request)
    if (!object || !write) return reply.code(400).send()
    const owner = await ownerOf(context, object)
    if (
      !owner ||
      !isSigned(
        () => web3SecretChallenge(object as Address, write.value),
        write.signature,
        owner,
        context,
      )
    ) {
      noteWrite(context, web3Id(object), 'write-refused', WEB3_WAY, REFUSED.unsigned)
      return reply.code(401).send()
    }
    if (isTooLong(write.value)) return reply.code(413).send()
    const isNew = context.secrets.add(web3Id(object), write.value)
    if (isNew) noteWrite(context, web3Id(object), 'set', WEB3_WAY)
    else noteWrite(context, web3Id(object), 'write-refused', WEB3_WAY, REFUSED.exists)
    return reply.code(isNew ? 204 : 409).send()
  })
  app.head('/secrets/web2', (request, reply) => {
    const [owner, name] = params(request, 'ownerAddress', 'secretName')
    if (!owner || !name) return reply.code(400).send()
    return reply.code(context.secrets.has(web2Id(owner, name)) ? 204 : 404).send()
  })
  app.post('/secrets/web2', (request, reply) => writeWeb2(context, request, reply, 'add'))
  app.put('/secrets/web2', (request, reply) => writeWeb2(context, request, reply, 'update'))
}

function writeWeb2(
  context: SmsContext,
  request: FastifyRequest,
  reply: FastifyReply,
  operation: 'add' | 'update',
): FastifyReply {
  const [owner, name] = params(request, 'ownerAddress', 'secretName')
  const write = signedValue(request)
  if (!owner || !name || !write) return reply.code(400).send()
  const challenge = () => web2SecretChallenge(owner as Address, name, write.value)
  const id = web2Id(owner, name)
  const via = `${operation === 'add' ? 'POST' : 'PUT'} /secrets/web2`
  if (!isSigned(challenge, write.signature, owner, context)) {
    noteWrite(context, id, 'write-refused', via, REFUSED.unsigned)
    return reply.code(401).send()
  }
  if (isTooLong(write.value)) return reply.code(413).send()
  const isDone = context.secrets[operation](id, write.value)
  if (isDone) noteWrite(context, id, operation === 'add' ? 'set' : 'updated', via)
  else {
    const reason = operation === 'add' ? REFUSED.exists : REFUSED.unset
    noteWrite(context, id, 'write-refused', via, reason)
  }
  return reply.code(isDone ? 204 : operation === 'add' ? 409 : 404).send()
}

/**
 * Whether the owner signed the challenge. A refusal logs the hash that was expected, never the
 * value.
 */
export function isSigned(
  challenge: () => Bytes32,
  signature: string,
  owner: string,
  { log }: SmsContext,
): boolean {
  try {
    const hash = challenge()
    const signed = isHashSignedBy(hash, signature, owner as Address)
    if (!signed) log.warn({ owner, expectedHash: hash }, 'secret refused: not signed by its owner')
    return signed
  } catch {
    return false
  }
}

/** The on-chain owner of an asset; `undefined` when it can't be read. */
export async function ownerOf({ chain }: SmsContext, asset: string): Promise<string | undefined> {
  try {
    return await chain.ownerOf(asset as Address)
  } catch {
    return undefined
  }
}

const params = (request: FastifyRequest, ...names: string[]) =>
  names.map((name) => (request.query as Query)[name])

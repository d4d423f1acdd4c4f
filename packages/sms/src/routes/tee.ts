import {
  type Hex,
  isHexAddress,
  TEE_FRAMEWORKS,
  type WorkerpoolAuthorization,
} from '@iexec-sim/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { SmsContext } from '../context.ts'
import { FRAMEWORK_VERSIONS, frameworkName, teeProperties } from '../tee-properties.ts'

/** `/tee/…`: which framework this SMS serves, enclave challenges and sessions. */
export function teeRoutes(
  app: FastifyInstance,
  { framework, generation, programs, sessions }: SmsContext,
): void {
  const properties = (params: { framework: string }, reply: FastifyReply) => {
    const asked = params.framework.toLowerCase()
    if (!(TEE_FRAMEWORKS as readonly string[]).includes(asked)) return reply.code(400).send()
    return asked === framework
      ? reply.send(teeProperties(framework, programs, generation))
      : reply.code(409).send()
  }
  app.get('/tee/framework', (_request, reply) =>
    reply.type('application/json').send(JSON.stringify(frameworkName(framework))),
  )

  app.get<{ Params: { framework: string } }>('/tee/properties/:framework', ({ params }, reply) =>
    properties(params, reply),
  )
  if (generation === 'v9') {
    app.get<{ Params: { framework: string; version: string } }>(
      '/tee/properties/:framework/:version',
      ({ params }, reply) =>
        params.version === FRAMEWORK_VERSIONS[framework]
          ? properties(params, reply)
          : reply.code(404).send(),
    )
  }

  app.post<{ Params: { taskId: string } }>('/tee/challenges/:taskId', async (request, reply) => {
    const signature = request.headers.authorization
    if (!signature) return reply.code(400).send()
    const answer = await sessions.challenge(request.params.taskId, signature as Hex)
    return isHexAddress(answer) ? reply.type('text/plain').send(answer) : reply.code(401).send()
  })

  app.post('/tee/sessions', async (request, reply) => {
    const signature = request.headers.authorization
    const authorization = readAuthorization(request)
    if (!signature || !authorization) return reply.code(400).send()
    const answer = await sessions.createSession(authorization, signature)
    if (typeof answer === 'object') return reply.send({ data: answer })
    const unauthorized =
      answer === 'INVALID_AUTHORIZATION' || answer.startsWith('EXECUTION_NOT_AUTHORIZED_')
    return reply.code(unauthorized ? 401 : 500).send({ error: answer })
  })
}

/** The authorization of a request body; `undefined` when the body is not one. */
function readAuthorization({ body }: FastifyRequest): WorkerpoolAuthorization | undefined {
  try {
    const { chainTaskId, workerWallet, enclaveChallenge, signature } = JSON.parse(body as string)
    const texts = [chainTaskId, workerWallet, enclaveChallenge, signature?.value]
    if (!texts.every((text) => typeof text === 'string')) return undefined
    return {
      chainTaskId,
      workerWallet,
      enclaveChallenge,
      signature: { value: signature.value },
    } as WorkerpoolAuthorization
  } catch {
    return undefined
  }
}

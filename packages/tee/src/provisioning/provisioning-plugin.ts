import type { FastifyPluginAsync } from 'fastify'
import type { TeeDriver } from '../drivers/driver.ts'
import type { DepositOutcome, ProvisioningService } from './provisioning-service.ts'
import {
  AttestAnswer,
  AttestRequest,
  NonceAnswer,
  NonceRequest,
  RefusalAnswer,
} from './routes-schema.ts'

/** Options of {@link provisioningPlugin}. */
export interface ProvisioningPluginOptions {
  /** Service behind the routes. */
  service: ProvisioningService
  /** Path of deposits. */
  driver: Pick<TeeDriver, 'depositPath'>
}

const STATUS: Record<DepositOutcome, number> = {
  created: 201,
  unauthorized: 401,
  duplicate: 409,
  malformed: 400,
}
/** Forms a session may be sent in: its text is read by the framework's own parser. */
const SESSION_TYPES = [
  'application/json',
  'application/yaml',
  'application/x-yaml',
  'text/yaml',
  'text/plain',
]

/** The HTTP routes of a provisioning service: the framework's deposit route, and attestation. */
export function provisioningPlugin({
  service,
  driver,
}: ProvisioningPluginOptions): FastifyPluginAsync {
  return async (app) => {
    await app.register(depositRoute(service, driver.depositPath))
    app.post<{ Body: NonceRequest }>(
      '/attest/nonce',
      { schema: { body: NonceRequest, response: { 200: NonceAnswer } } },
      ({ body }) => ({ nonce: service.nonce(body) }),
    )
    app.post<{ Body: AttestRequest }>(
      '/attest',
      { schema: { body: AttestRequest, response: { 200: AttestAnswer, 403: RefusalAnswer } } },
      async ({ body }, reply) => {
        const outcome = await service.attest(body.evidence)
        return 'sealed' in outcome ? outcome : reply.code(403).send({ error: outcome.refused })
      },
    )
  }
}

/** In a scope of its own: only here is a body of JSON left as text. */
function depositRoute(service: ProvisioningService, path: string): FastifyPluginAsync {
  return async (app) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser(SESSION_TYPES, { parseAs: 'string' }, (_request, text, done) =>
      done(null, text),
    )
    app.post<{ Body: string | undefined }>(path, async ({ body, headers }, reply) => {
      const outcome = service.deposit(credentialOf(headers.authorization), body ?? '')
      return reply.code(STATUS[outcome]).send(outcome === 'created' ? {} : { error: outcome })
    })
  }
}

/** The credential of a bearer token, or the password of basic authentication. */
function credentialOf(authorization = ''): string {
  const [scheme = '', value = ''] = authorization.split(' ', 2)
  if (scheme.toLowerCase() === 'bearer') return value
  if (scheme.toLowerCase() !== 'basic') return ''
  const pair = Buffer.from(value, 'base64').toString('utf8')
  return pair.slice(pair.indexOf(':') + 1)
}

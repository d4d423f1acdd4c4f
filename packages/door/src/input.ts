import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify'
import type { ErrorBodyOf } from './error-body.ts'
import { nestsDeeper } from './nesting.ts'

/** Maximum nesting of a JSON body. No service needs more than a few levels. */
const DEEPEST_JSON = 64

/**
 * Bounds what comes in before any route sees it: a query holds texts alone, an address no NUL, a
 * JSON body nests at most {@link DEEPEST_JSON} deep and names no prototype. What does not is
 * answered with 400 in the service's own form. `repeatable` are the query parameters a service
 * takes more than once.
 */
export function boundInput(
  app: FastifyInstance,
  bodyOf: ErrorBodyOf,
  repeatable: readonly string[] = [],
): void {
  app.addHook('onRequest', async (request, reply) => {
    const wrong = wrongAddress(request, repeatable)
    if (wrong) return reply.code(400).send(bodyOf(400, wrong, request.url))
  })
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (nestsDeeper(String(body), DEEPEST_JSON))
      done(refused(`the body nests deeper than ${DEEPEST_JSON}`), undefined)
    else void parse(request, String(body), done)
  })
}

/** The flaw of a request's path or query, if any. */
function wrongAddress(
  { url, query }: FastifyRequest,
  repeatable: readonly string[],
): string | undefined {
  if (url.includes('%00') || url.includes('\0')) return 'the address holds a NUL'
  for (const [name, value] of Object.entries(query as Record<string, unknown>))
    if (typeof value !== 'string' && !repeatable.includes(name))
      return `query parameter "${name.slice(0, 100)}" is given more than once`
  return undefined
}

const refused = (message: string): FastifyError =>
  Object.assign(new Error(message), {
    statusCode: 400,
    code: 'BODY_TOO_DEEP',
    name: 'FastifyError',
  })

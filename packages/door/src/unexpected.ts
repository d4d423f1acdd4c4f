import type { FastifyInstance, FastifyRequest } from 'fastify'

/**
 * Logs and counts every exception that ends as an answer of 500 or above, whichever error handler a
 * service has. `tell` is called for each. Statuses that a route or a fault returns deliberately do
 * not count.
 */
export function watchUnexpected(app: FastifyInstance, tell: () => void = () => {}): void {
  const failures = new WeakMap<FastifyRequest, Error>()
  app.addHook('onError', async (request, _reply, error) => void failures.set(request, error))
  app.addHook('onSend', async (request, reply) => {
    const error = failures.get(request)
    if (!error || reply.statusCode < 500) return
    failures.delete(request)
    const path = request.url.split('?')[0]
    request.log.error({ path, reason: error.message, stack: error.stack }, 'request failed')
    tell()
  })
}

import type { FastifyInstance } from 'fastify'
import type { ServiceContext } from './service-context.ts'

/**
 * `GET /workers/notifications`: what the scheduler tells a worker, one JSON document a line, for as long as the connection lasts.
 * Its end means the worker is gone. This channel is our own; the real network uses STOMP over SockJS.
 */
export function notificationRoutes(app: FastifyInstance, { logins, notifier, scheduler }: ServiceContext): void {
  app.get('/workers/notifications', async (request, reply) => {
    const wallet = await logins.walletOf(request.headers.authorization)
    if (!wallet) return reply.code(401).send()
    reply.hijack()
    const { raw } = reply
    raw.writeHead(200, { 'content-type': 'application/x-ndjson' })
    const stop = notifier.listen(wallet, (notification) => raw.write(`${JSON.stringify(notification)}\n`))
    raw.write(`${JSON.stringify({ kind: 'available' })}\n`)
    raw.once('close', () => {
      stop()
      if (!notifier.isAlive(wallet)) scheduler.onWorkerLost(wallet)
    })
    return reply
  })
}

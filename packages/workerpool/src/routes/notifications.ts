import type { FastifyInstance } from 'fastify'
import type { ServiceContext } from './service-context.ts'

/** Longest silence on a line: clients end one that says nothing for five minutes. */
const HEARTBEAT_MS = 30_000

/**
 * `GET /workers/notifications`: the scheduler's notifications to a worker, one JSON document a
 * line, for as long as the connection lasts. Its end means the worker is gone. `{"kind":"alive"}`
 * comes when there is nothing to say. This channel is our own; the real network uses STOMP over
 * SockJS.
 */
export function notificationRoutes(
  app: FastifyInstance,
  { logins, notifier, scheduler }: ServiceContext,
): void {
  // HEAD would stand for a line that says nothing, not even that it is open.
  app.get('/workers/notifications', { exposeHeadRoute: false }, async (request, reply) => {
    const wallet = logins.walletOf(request.headers.authorization)
    if (!wallet) return reply.code(401).send()
    reply.hijack()
    const { raw } = reply
    raw.writeHead(200, { 'content-type': 'application/x-ndjson' })
    const stop = notifier.listen(wallet, (notification) =>
      raw.write(`${JSON.stringify(notification)}\n`),
    )
    raw.write(`${JSON.stringify({ kind: 'available' })}\n`)
    const heartbeat = setInterval(
      () => raw.write(`${JSON.stringify({ kind: 'alive' })}\n`),
      HEARTBEAT_MS,
    )
    raw.once('close', () => {
      clearInterval(heartbeat)
      stop()
      if (!notifier.isAlive(wallet)) scheduler.onWorkerLost(wallet)
    })
    return reply
  })
}

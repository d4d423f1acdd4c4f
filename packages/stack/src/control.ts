import { requireControlToken } from '@iexec-sim/door'
import type { FastifyPluginAsync } from 'fastify'

/** What the control door can do to a network. */
export interface Controlled {
  /** Asks the network's process to stop. */
  stop(): void
  status(): Promise<object>
  /** Resolves when the pool's first offers are open. */
  offersOpen(): Promise<void>
}

/** The network's own door: `GET /status`, `GET /offers` (answers when there are some) and `POST /stop`, behind the control token. */
export function controlPlugin(token: string, controlled: Controlled): FastifyPluginAsync {
  return async (app) => {
    app.addHook('onRequest', requireControlToken(token))
    app.get('/status', () => controlled.status())
    app.get('/offers', async () => {
      await controlled.offersOpen()
      return { open: true }
    })
    app.post('/stop', async (_request, reply) => {
      reply.raw.once('finish', () => controlled.stop())
      return reply.code(202).send({ stopping: true })
    })
  }
}

import { requireControlToken } from '@iexec-sim/door'
import type { FastifyPluginAsync } from 'fastify'

/** What the control door can do to a network. */
export interface Controlled {
  /** Asks the network's process to stop. */
  stop(): void
  status(): Promise<object>
}

/** The network's own door: `GET /status` and `POST /stop`, behind the control token. */
export function controlPlugin(token: string, controlled: Controlled): FastifyPluginAsync {
  return async (app) => {
    app.addHook('onRequest', requireControlToken(token))
    app.get('/status', () => controlled.status())
    app.post('/stop', async (_request, reply) => {
      reply.raw.once('finish', () => controlled.stop())
      return reply.code(202).send({ stopping: true })
    })
  }
}

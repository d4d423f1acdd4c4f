import type { Sessions } from '@iexec-sim/explorer'
import type { FastifyPluginAsync } from 'fastify'

/** Time to use a ticket that is not to last, in ms. */
const VALID_MS = 60_000

const BODY = {
  type: 'object',
  additionalProperties: false,
  properties: { lasting: { type: 'boolean' } },
} as const

/**
 * `POST /explorer/tickets` of the control door: a ticket that opens one session of the explorer,
 * within a minute, or at any time when it is `lasting`.
 */
export function explorerRoutes(sessions: Sessions): FastifyPluginAsync {
  return async (app) => {
    app.post<{ Body: { lasting?: boolean } }>(
      '/explorer/tickets',
      { schema: { body: BODY } },
      async ({ body: { lasting = false } }) => ({
        ticket: sessions.ticket(lasting ? {} : { validMs: VALID_MS }),
      }),
    )
  }
}

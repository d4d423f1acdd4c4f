import type { FastifyPluginAsync } from 'fastify'
import { Type } from 'typebox'
import { cookieHeader, hasSession } from '../session/guard.ts'
import { askerOf } from '../session/own-page.ts'
import type { ExplorerSources } from '../sources.ts'
import { described } from './described.ts'

const State = Type.Object({ open: Type.Boolean() })
const Opened = Type.Object({ key: Type.String({ description: 'Send it as x-explorer-key' }) })
const Ticket = Type.Object(
  { ticket: Type.String({ minLength: 1, maxLength: 100 }) },
  { additionalProperties: false },
)

/** `/session`: GET says whether the asker has one, POST opens one with a ticket. */
export function sessionRoutes({ sessions }: ExplorerSources): FastifyPluginAsync {
  return async (app) => {
    app.get(
      '/session',
      { schema: described('session', 'Tell whether a session is open', { returns: State }) },
      (request, reply) => reply.send({ open: hasSession(request, sessions) }),
    )
    app.post<{ Body: { ticket: string } }>(
      '/session',
      {
        schema: described('session', 'Open a session with a ticket, which is good once', {
          body: Ticket,
          returns: Opened,
        }),
      },
      (request, reply) => {
        const session = askerOf(request) === 'own' ? sessions.open(request.body.ticket) : undefined
        if (!session)
          return reply.code(401).send({
            error: 'This ticket was used before, or is too old.',
            help: 'Run "iexec-sim open" for another.',
          })
        return reply.header('set-cookie', cookieHeader(request, session)).send({ key: session.key })
      },
    )
  }
}

import type { Fault } from '@iexec-sim/faults'
import type { FastifyPluginAsync } from 'fastify'
import { Type } from 'typebox'
import { Faults } from '../schema/trouble.ts'
import { requireSession } from '../session/guard.ts'
import type { ExplorerSources } from '../sources.ts'
import { described } from './described.ts'

const Body = Type.Object({}, { description: 'A fault, as in docs/faults.md' })
const Id = Type.Object({ id: Type.Integer({ minimum: 1 }) })

/** `/faults`: GET lists those in force, POST adds one, DELETE of one's number takes it back. */
export function faultRoutes({ faults, sessions }: ExplorerSources): FastifyPluginAsync {
  const list = (): Faults => ({ faults: faults.list() })
  return async (app) => {
    const onRequest = requireSession(sessions)
    const about = (summary: string, input = {}) =>
      described('faults', summary, { ...input, returns: Faults, isPrivate: true })
    app.get('/faults', { schema: described('faults', 'List faults', { returns: Faults }) }, list)
    app.post<{ Body: Fault }>(
      '/faults',
      { onRequest, schema: about('Add a fault', { body: Body }) },
      async ({ body }) => {
        faults.add(body)
        return list()
      },
    )
    app.delete<{ Params: { id: number } }>(
      '/faults/:id',
      { onRequest, schema: about('Take a fault back', { params: Id }) },
      async ({ params }) => {
        faults.clear(params.id)
        return list()
      },
    )
  }
}

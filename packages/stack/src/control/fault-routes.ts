import { SimError } from '@iexec-sim/base'
import type { Fault, FaultBook, FaultEntry } from '@iexec-sim/faults'
import type { FastifyPluginAsync } from 'fastify'

const QUERY = {
  type: 'object',
  additionalProperties: false,
  properties: { id: { type: 'integer', minimum: 1 } },
} as const

/**
 * `/faults` of the control door: GET lists what holds, POST adds a fault or a list of them (all or
 * none), DELETE takes back the one of `?id=`, or all. Each returns the faults then in force. An
 * invalid fault is refused with 400, its code and its fix.
 */
export function faultRoutes(book: FaultBook): FastifyPluginAsync {
  return async (app) => {
    app.get('/faults', () => ({ faults: book.list() }))
    app.post<{ Body: Fault | Fault[] }>('/faults', async ({ body }) => {
      const added: FaultEntry[] = []
      try {
        for (const fault of [body].flat()) added.push(book.add(fault))
        return { faults: book.list() }
      } catch (error) {
        for (const { id } of added) book.clear(id)
        throw error
      }
    })
    app.delete<{ Querystring: { id?: number } }>(
      '/faults',
      { schema: { querystring: QUERY } },
      async ({ query }) => {
        const known = book.list()
        if (book.clear(query.id) === 0 && query.id !== undefined)
          throw new SimError('FAULT_NAME_UNKNOWN', {
            what: 'fault',
            value: query.id,
            near: '.',
            known: known.map(({ id }) => id).join(', ') || 'none',
          })
        return { faults: book.list() }
      },
    )
  }
}

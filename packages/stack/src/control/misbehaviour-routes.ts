import type { MisbehaviourBook, MisbehaviourEntry, MisbehaviourScope } from '@iexec-sim/faults'
import type { FastifyPluginAsync } from 'fastify'

const ID = { type: 'string', pattern: '^0x[0-9a-fA-F]{64}$' } as const
const SCOPE = { deal: ID, task: ID } as const

const ENTRY = {
  type: 'object',
  required: ['actor', 'does'],
  additionalProperties: false,
  properties: { actor: { type: 'string' }, does: { type: 'string' }, ...SCOPE },
} as const

const QUERY = { type: 'object', additionalProperties: false, properties: SCOPE } as const

/**
 * `/misbehaviours` of the control door: GET lists who can be told and what holds, POST adds an
 * entry, DELETE forgets those of one `?deal=` or `?task=`, or all. Each returns the entries then in
 * force. An invalid entry is refused with 400.
 */
export function misbehaviourRoutes(book: MisbehaviourBook): FastifyPluginAsync {
  return async (app) => {
    const answer = () => ({ actors: book.actors, entries: book.list() })
    app.get('/misbehaviours', answer)
    app.post<{ Body: MisbehaviourEntry }>(
      '/misbehaviours',
      { schema: { body: ENTRY } },
      async ({ body }) => {
        book.add(body)
        return answer()
      },
    )
    app.delete<{ Querystring: MisbehaviourScope }>(
      '/misbehaviours',
      { schema: { querystring: QUERY } },
      ({ query }) => {
        book.clear(query)
        return Promise.resolve(answer())
      },
    )
  }
}

import type { Names } from '@iexec-sim/directories'
import { address } from '@iexec-sim/protocol'
import type { FastifyPluginAsync } from 'fastify'

const NAMED = {
  type: 'object',
  required: ['name', 'address'],
  additionalProperties: false,
  properties: { name: { type: 'string', maxLength: 255 }, address: { type: 'string' } },
} as const

/**
 * `/names` of the control door: GET lists the names that were given, POST gives one. Each returns
 * the names and the directory they are in. A name or an address that cannot be taken is refused with
 * 400.
 */
export function nameRoutes(names: Names): FastifyPluginAsync {
  return async (app) => {
    const answer = async () => ({ directory: names.directory, names: await names.list() })
    app.get('/names', answer)
    app.post<{ Body: { name: string; address: string } }>(
      '/names',
      { schema: { body: NAMED } },
      async ({ body }) => {
        await names.set(body.name, address(body.address))
        return answer()
      },
    )
  }
}

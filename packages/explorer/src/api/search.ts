import type { FastifyPluginAsync } from 'fastify'
import { Type } from 'typebox'
import { Hits } from '../schema/search.ts'
import { search } from '../search/search.ts'
import type { ExplorerSources } from '../sources.ts'
import { described } from './described.ts'

const Query = Type.Object({
  q: Type.String({
    minLength: 1,
    maxLength: 200,
    description: 'A number, hash, address, ENS name, CID, or part of a name',
  }),
})

/** `GET /search?q=`: what a text may mean, with the paths of pages. */
export function searchRoutes(sources: ExplorerSources): FastifyPluginAsync {
  return async (app) => {
    app.get<{ Querystring: { q: string } }>(
      '/search',
      {
        schema: described('search', 'Find anything by id, address or name', {
          querystring: Query,
          returns: Hits,
        }),
      },
      async ({ query: { q } }) => ({ hits: await search(sources, q.trim()) }),
    )
  }
}

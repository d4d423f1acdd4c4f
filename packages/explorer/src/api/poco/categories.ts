import type { FastifyPluginAsync } from 'fastify'
import { listOf } from '../../poco/list-of.ts'
import { PageQuery, pageOf } from '../../schema/page.ts'
import { CategoryLine } from '../../schema/poco/asset.ts'
import type { ExplorerSources } from '../../sources.ts'
import { described } from '../described.ts'

interface Raw extends Record<'id' | 'name' | 'description' | 'workClockTimeRef', string> {}

/** `GET /categories`: how long tasks may take. */
export function categoryRoutes({ poco }: ExplorerSources): FastifyPluginAsync {
  return async (app) => {
    app.get<{ Querystring: PageQuery }>(
      '/categories',
      {
        schema: described('categories', 'List categories', {
          querystring: PageQuery,
          returns: pageOf(CategoryLine),
        }),
      },
      async ({ query }) => {
        const { total, items } = await listOf<Raw, Raw>(
          poco,
          {
            entity: 'Category',
            plural: 'categories',
            fields: 'id name description workClockTimeRef',
            orderBy: 'workClockTimeRef',
            direction: 'asc',
          },
          query,
          (raw) => raw,
        )
        const lines = items.map(async ({ id, name, description, workClockTimeRef }) => ({
          id: Number(id),
          name,
          description,
          seconds: Number(workClockTimeRef),
          deals: await poco.count('Deal', { category: id }),
        }))
        return { total, items: await Promise.all(lines) }
      },
    )
  }
}

import { type DealId, taskIdOf } from '@iexec-sim/protocol'
import type { FastifyPluginAsync } from 'fastify'
import { Type } from 'typebox'
import { listDeals, readDeal } from '../../poco/deals.ts'
import { statusesOf } from '../../poco/tasks.ts'
import { PageQuery, pageOf } from '../../schema/page.ts'
import { DealLines, DealTask, DealView } from '../../schema/poco/deal.ts'
import { DealQuery, filterOf } from '../../schema/poco/filters.ts'
import type { ExplorerSources } from '../../sources.ts'
import { described } from '../described.ts'
import { notFound } from '../not-found.ts'

const Params = Type.Object({ id: Type.String({ pattern: '^0x[0-9a-fA-F]{64}$' }) })
type Params = { Params: { id: string } }

/** `/deals`: GET lists them, `/deals/:id` has one, `/deals/:id/tasks` its tasks. */
export function dealRoutes(sources: ExplorerSources): FastifyPluginAsync {
  const { poco, tasks } = sources
  return async (app) => {
    app.get<{ Querystring: DealQuery }>(
      '/deals',
      {
        schema: described('deals', 'List deals, the newest first', {
          querystring: DealQuery,
          returns: DealLines,
        }),
      },
      ({ query: { page, pageSize, ...filters } }) =>
        listDeals(poco, filterOf(filters), { page, pageSize }),
    )
    app.get<Params>(
      '/deals/:id',
      { schema: described('deals', 'A deal', { params: Params, returns: DealView }) },
      async ({ params: { id } }, reply) =>
        (await readDeal(poco, id)) ?? notFound(reply, `Deal ${id}`),
    )
    app.get<Params & { Querystring: PageQuery }>(
      '/deals/:id/tasks',
      {
        schema: described('deals', 'Tasks of a deal by index, initialized or not', {
          params: Params,
          querystring: PageQuery,
          returns: pageOf(DealTask),
        }),
      },
      async ({ params: { id }, query: { page, pageSize } }, reply) => {
        const deal = await readDeal(poco, id)
        if (!deal) return notFound(reply, `Deal ${id}`)
        const skipped = page * pageSize
        const indices = Array.from(
          { length: Math.max(0, Math.min(pageSize, deal.size - skipped)) },
          (_, i) => deal.firstIndex + skipped + i,
        )
        const ids = indices.map((index) => taskIdOf(deal.dealId as DealId, index))
        const statuses = await statusesOf(sources, ids)
        const items = ids.map((taskId, i) => ({
          taskId,
          index: indices[i]!,
          status: statuses.get(taskId) ?? 'UNSET',
          poolStatus: tasks.get(taskId)?.statuses.at(-1)?.status ?? null,
        }))
        return { total: deal.size, items }
      },
    )
  }
}

import type { FastifyPluginAsync } from 'fastify'
import { Type } from 'typebox'
import { BlockReader } from '../../chain/blocks.ts'
import type { KnownContracts } from '../../chain/known-contracts.ts'
import { Block, Blocks } from '../../schema/block.ts'
import { PageQuery } from '../../schema/page.ts'
import type { ExplorerSources } from '../../sources.ts'
import { described } from '../described.ts'
import { notFound } from '../not-found.ts'

const Place = Type.Object({
  id: Type.String({ pattern: '^(\\d{1,15}|0x[0-9a-fA-F]{64})$', description: 'Number or hash' }),
})

/** `/blocks`: GET lists them, the newest first; `/blocks/:id` has one. */
export function blockRoutes(
  { hub }: ExplorerSources,
  contracts: KnownContracts,
): FastifyPluginAsync {
  const blocks = new BlockReader(hub.rpc, contracts)
  return async (app) => {
    app.get<{ Querystring: PageQuery }>(
      '/blocks',
      {
        schema: described('chain', 'List blocks, the newest first', {
          querystring: PageQuery,
          returns: Blocks,
        }),
      },
      ({ query }) => blocks.list(query),
    )
    app.get<{ Params: { id: string } }>(
      '/blocks/:id',
      { schema: described('chain', 'A block', { params: Place, returns: Block }) },
      async ({ params: { id } }, reply) =>
        (await (id.startsWith('0x') ? blocks.byHash(id) : blocks.byNumber(Number(id)))) ??
        notFound(reply, `Block ${id}`),
    )
  }
}

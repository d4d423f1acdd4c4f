import type { FastifyPluginAsync } from 'fastify'
import { Type } from 'typebox'
import { type AssetKind, listAssets, readAsset } from '../../poco/assets.ts'
import { PageQuery } from '../../schema/page.ts'
import { AssetLines, AssetView } from '../../schema/poco/asset.ts'
import { filterOf } from '../../schema/poco/filters.ts'
import type { ExplorerSources } from '../../sources.ts'
import { described } from '../described.ts'
import { notFound } from '../not-found.ts'

const ADDRESS = '^0x[0-9a-fA-F]{40}$'
const Params = Type.Object({ address: Type.String({ pattern: ADDRESS }) })
const Query = Type.Interface([PageQuery], {
  owner: Type.Optional(Type.String({ pattern: ADDRESS })),
})

const KINDS: readonly AssetKind[] = ['app', 'dataset', 'workerpool']

/** `/apps`, `/datasets`, `/workerpools`: GET lists them; with an address behind it, one. */
export function assetRoutes({ poco }: ExplorerSources): FastifyPluginAsync {
  return async (app) => {
    for (const kind of KINDS) {
      app.get<{ Querystring: PageQuery & { owner?: string } }>(
        `/${kind}s`,
        {
          schema: described('assets', `List ${kind}s, the newest first`, {
            querystring: Query,
            returns: AssetLines,
          }),
        },
        ({ query: { page, pageSize, owner } }) =>
          listAssets(poco, kind, filterOf({ owner }), { page, pageSize }),
      )
      app.get<{ Params: { address: string } }>(
        `/${kind}s/:address`,
        {
          schema: described('assets', `One of the ${kind}s`, {
            params: Params,
            returns: AssetView,
          }),
        },
        async ({ params: { address } }, reply) =>
          (await readAsset(poco, kind, address)) ?? notFound(reply, `The ${kind} ${address}`),
      )
    }
  }
}

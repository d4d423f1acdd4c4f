import type { FastifyPluginAsync } from 'fastify'
import { readVouchers } from '../../chain/vouchers.ts'
import { PageQuery, pageOf } from '../../schema/page.ts'
import { VoucherLine } from '../../schema/poco/wallet.ts'
import type { ExplorerSources } from '../../sources.ts'
import { described } from '../described.ts'

/** `GET /vouchers`: vouchers, the newest first; none on a chain without them. */
export function voucherRoutes({ hub, profile }: ExplorerSources): FastifyPluginAsync {
  return async (app) => {
    app.get<{ Querystring: PageQuery }>(
      '/vouchers',
      {
        schema: described('vouchers', 'List vouchers, the newest first', {
          querystring: PageQuery,
          returns: pageOf(VoucherLine),
        }),
      },
      async ({ query: { page, pageSize } }) => {
        const all = profile.voucherHub ? await readVouchers(hub, profile.voucherHub) : []
        return { total: all.length, items: all.slice(page * pageSize, (page + 1) * pageSize) }
      },
    )
  }
}

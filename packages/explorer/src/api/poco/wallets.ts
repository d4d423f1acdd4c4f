import type { FastifyPluginAsync } from 'fastify'
import { Type } from 'typebox'
import { BlockReader } from '../../chain/blocks.ts'
import type { KnownContracts } from '../../chain/known-contracts.ts'
import { listOf } from '../../poco/list-of.ts'
import { timeOf } from '../../poco/values.ts'
import { readWallet } from '../../poco/wallets.ts'
import { PageQuery } from '../../schema/page.ts'
import { WalletTransactions, WalletView } from '../../schema/poco/wallet.ts'
import type { ExplorerSources } from '../../sources.ts'
import { described } from '../described.ts'

const Params = Type.Object({ address: Type.String({ pattern: '^0x[0-9a-fA-F]{40}$' }) })
type Params = { Params: { address: string } }

/** `/wallets/:address`: RLC and activity of any address; `/transactions` behind it: its own. */
export function walletRoutes(
  { hub, poco }: ExplorerSources,
  contracts: KnownContracts,
): FastifyPluginAsync {
  const blocks = new BlockReader(hub.rpc, contracts)
  return async (app) => {
    app.get<Params>(
      '/wallets/:address',
      { schema: described('wallets', 'An address', { params: Params, returns: WalletView }) },
      ({ params: { address } }) => readWallet(hub, poco, address),
    )
    app.get<Params & { Querystring: PageQuery }>(
      '/wallets/:address/transactions',
      {
        schema: described('wallets', 'Transactions of an address with the protocol', {
          params: Params,
          querystring: PageQuery,
          returns: WalletTransactions,
        }),
      },
      async ({ params: { address }, query }) => {
        const where = { from: address.toLowerCase() }
        const fields = 'id timestamp blockNumber'
        const list = { entity: 'Transaction', plural: 'transactions', fields, where }
        const { total, items } = await listOf<Raw, Raw>(poco, list, query, (raw) => raw)
        const lines = items.map(async ({ id, timestamp, blockNumber }) => ({
          ...(await blocks.transaction(id)),
          block: Number(blockNumber),
          at: timeOf(timestamp),
        }))
        return { total, items: await Promise.all(lines) }
      },
    )
  }
}

type Raw = Record<'id' | 'timestamp' | 'blockNumber', string>

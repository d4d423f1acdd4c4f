import type { FastifyPluginAsync } from 'fastify'
import { Type } from 'typebox'
import { internalCalls } from '../../chain/internal-calls.ts'
import type { KnownContracts } from '../../chain/known-contracts.ts'
import { readTransaction } from '../../chain/transactions.ts'
import { InternalCalls, Transaction } from '../../schema/transaction.ts'
import type { ExplorerSources } from '../../sources.ts'
import { described } from '../described.ts'
import { notFound } from '../not-found.ts'

const Params = Type.Object({ hash: Type.String({ pattern: '^0x[0-9a-fA-F]{64}$' }) })
type Params = { Params: { hash: string } }

/** `/transactions/:hash`: a transaction decoded; `/transactions/:hash/calls`: what it called. */
export function transactionRoutes(
  { hub }: ExplorerSources,
  contracts: KnownContracts,
): FastifyPluginAsync {
  return async (app) => {
    app.get<Params>(
      '/transactions/:hash',
      {
        schema: described('chain', 'A transaction, decoded', {
          params: Params,
          returns: Transaction,
        }),
      },
      async ({ params: { hash } }, reply) =>
        (await readTransaction(hub, contracts, hash)) ?? notFound(reply, `Transaction ${hash}`),
    )
    app.get<Params>(
      '/transactions/:hash/calls',
      {
        schema: described('chain', 'Calls of a transaction to contracts, in order', {
          params: Params,
          returns: InternalCalls,
        }),
      },
      async ({ params: { hash } }, reply) => {
        const isMined = await hub.rpc.request({
          method: 'eth_getTransactionReceipt',
          params: [hash],
        })
        return isMined
          ? internalCalls(hub.rpc, contracts, hash)
          : notFound(reply, `Transaction ${hash}`)
      },
    )
  }
}

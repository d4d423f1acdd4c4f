import type { FastifyPluginAsync } from 'fastify'
import { Type } from 'typebox'
import type { KnownContracts } from '../../chain/known-contracts.ts'
import type { ExplorerSources } from '../../sources.ts'
import { described } from '../described.ts'

const Labels = Type.Record(Type.String(), Type.String(), {
  description: 'Names by address in lower case',
})

/** `GET /labels`: names of the contracts and accounts that the network began with. */
export function labelRoutes(
  { accounts, workers }: ExplorerSources,
  contracts: KnownContracts,
): FastifyPluginAsync {
  const labels = {
    ...contracts.labels(),
    ...Object.fromEntries(accounts.map((one, i) => [one.toLowerCase(), `account ${i}`])),
    ...Object.fromEntries(workers.map(({ address, name }) => [address.toLowerCase(), name])),
  }
  return async (app) => {
    app.get(
      '/labels',
      {
        schema: described('network', 'Names of contracts and accounts that were there first', {
          returns: Labels,
        }),
      },
      () => labels,
    )
  }
}

import { type Address, sameAddress } from '@iexec-sim/protocol'
import type { FastifyPluginAsync } from 'fastify'

/** Entry of compass: the API of a workerpool. */
export interface CompassEntry {
  /** Id of the chain. */
  chainId: number
  /** Address of the workerpool contract. */
  workerpool: Address
  /** URL of its scheduler. */
  apiUrl: string
}

/**
 * Compass, the directory of workerpools on chains without names:
 * `GET /<chainId>/workerpools/<address>`.
 */
export function compassPlugin(entries: readonly CompassEntry[]): FastifyPluginAsync {
  return async (app) => {
    app.get<{ Params: { chainId: string; workerpool: string } }>(
      '/:chainId/workerpools/:workerpool',
      ({ params }, reply) => {
        const entry = entries.find(
          ({ chainId, workerpool }) =>
            String(chainId) === params.chainId && sameAddress(workerpool, params.workerpool),
        )
        return entry
          ? reply.send({ apiUrl: entry.apiUrl })
          : reply.code(404).send({ error: 'Workerpool not found' })
      },
    )
  }
}

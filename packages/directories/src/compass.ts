import { type Address, sameAddress } from '@iexec-sim/protocol'
import type { FastifyPluginAsync } from 'fastify'

/** Contents of compass. */
export interface CompassOptions {
  /** Id of the only chain it knows. */
  chainId: number
  /** Contracts of the workerpools it knows, all of one scheduler. */
  workerpools: readonly Address[]
  /** URL of that scheduler. */
  apiUrl: string
  /** Looks up the app of a name. */
  appOf(name: string): Address | undefined
}

/**
 * Compass, the directory of workerpools and apps on chains without names:
 * `GET /<chainId>/workerpools/<address>` and `GET /<chainId>/iapps/<name>`.
 */
export function compassPlugin(options: CompassOptions): FastifyPluginAsync {
  const { workerpools, apiUrl, appOf } = options
  const isKnown = (chainId: string) => chainId === String(options.chainId)
  return async (app) => {
    app.get<{ Params: { chainId: string; workerpool: string } }>(
      '/:chainId/workerpools/:workerpool',
      ({ params: { chainId, workerpool } }, reply) =>
        isKnown(chainId) && workerpools.some((known) => sameAddress(known, workerpool))
          ? reply.send({ apiUrl })
          : reply.code(404).send({ error: 'Workerpool not found' }),
    )
    app.get<{ Params: { chainId: string; name: string } }>(
      '/:chainId/iapps/:name',
      ({ params: { chainId, name } }, reply) => {
        const address = isKnown(chainId) ? appOf(name) : undefined
        return address ? reply.send({ address }) : reply.code(404).send({ error: 'iApp not found' })
      },
    )
  }
}

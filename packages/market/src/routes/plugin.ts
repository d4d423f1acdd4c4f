import type { AllowedNames } from '@iexec-sim/door'
import type { FastifyError, FastifyInstance, FastifyPluginAsync } from 'fastify'
import type { MarketContext } from '../context.ts'
import { invalid, MarketFailure, shown } from '../failure.ts'
import { chainRoutes } from './chain-routes.ts'
import { openApi } from './open-api.ts'
import { orderRoutes } from './order-routes.ts'
import { type RateLimit, useRateLimit } from './rate-limit.ts'
import { socketRoutes } from './socket-routes.ts'

/** Version of the real service whose API this is. */
const VERSION = '7.1.2'

/** The market's routes and its socket.io channels. */
export function marketPlugin(
  context: MarketContext,
  names: AllowedNames,
  rateLimit: RateLimit | undefined,
): FastifyPluginAsync {
  return async (app) => {
    useErrors(app)
    if (rateLimit) useRateLimit(app, rateLimit, context.clock)
    app.get('/version', () => ({ ok: true, version: VERSION }))
    app.get('/docs', () => openApi(VERSION))
    await app.register(async (scope) => {
      scope.addHook('onRequest', async ({ query }) => checkChain(query, context.chainId))
      chainRoutes(scope, context)
      orderRoutes(scope, context)
    })
    socketRoutes(app, context.announcer)
    app.addHook('onReady', async () => context.announcer.open(app.server, names))
    app.addHook('preClose', async () => context.announcer.close())
  }
}

function checkChain(query: unknown, served: number): void {
  const { chainId } = query as { chainId?: unknown }
  if (chainId === undefined || chainId === '') throw invalid('chainId is a required field')
  if (String(chainId) !== String(served))
    throw invalid(`chainId ${shown(chainId)} is not supported`)
}

/** Refusals of the door itself, in the market's form. */
export const marketErrorBody = (status: number, error: string): object => ({
  ok: false,
  error: status >= 500 ? 'Something went wrong, you should retry later.' : error,
})

/**
 * Every refusal is `{ok: false, error}`; what breaks is answered without its reason, which the door
 * logs.
 */
function useErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | MarketFailure, _request, reply) => {
    const status = error instanceof MarketFailure ? error.status : (error.statusCode ?? 500)
    return reply.code(status).send(marketErrorBody(status, error.message))
  })
}

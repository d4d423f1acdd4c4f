import { SimError } from '@iexec-sim/base'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import { KnownContracts } from '../chain/known-contracts.ts'
import { feedRoutes } from '../feed/feed-routes.ts'
import { refuseOtherPages } from '../session/guard.ts'
import type { ExplorerSources } from '../sources.ts'
import { attestationRoutes } from './attestation.ts'
import { chainRoutes } from './chain/chain-routes.ts'
import { clockRoutes } from './clock.ts'
import { faultRoutes } from './faults.ts'
import { misbehaviourRoutes } from './misbehaviours.ts'
import { networkRoutes } from './network.ts'
import { openApiRoutes } from './open-api.ts'
import { pocoRoutes } from './poco/poco-routes.ts'
import { searchRoutes } from './search.ts'
import { secretRoutes } from './secrets.ts'
import { sessionRoutes } from './session.ts'
import { snapshotRoutes } from './snapshots.ts'
import { taskRoutes } from './task/task-routes.ts'
import { workerRoutes } from './workers.ts'

/** The API of the explorer, one file for each resource. */
export function apiRoutes(sources: ExplorerSources): FastifyPluginAsync {
  return async (app) => {
    app.addHook('onRequest', refuseOtherPages)
    app.addHook(
      'onRequest',
      async (_request, reply) => void reply.header('cache-control', 'no-store'),
    )
    // Schemas of answers are documentation: an answer is sent as it is, whatever they say.
    app.setSerializerCompiler(() => (data) => JSON.stringify(data, bigintsAsText))
    useErrors(app)
    openApiRoutes(app, sources)
    await app.register(sessionRoutes(sources))
    await app.register(feedRoutes(sources.changes))
    await app.register(networkRoutes(sources))
    await app.register(clockRoutes(sources))
    await app.register(snapshotRoutes(sources))
    await app.register(faultRoutes(sources))
    await app.register(misbehaviourRoutes(sources))
    const contracts = new KnownContracts(sources.addresses)
    await app.register(chainRoutes(sources, contracts))
    await app.register(pocoRoutes(sources, contracts))
    await app.register(searchRoutes(sources))
    await app.register(taskRoutes(sources))
    await app.register(secretRoutes(sources))
    await app.register(attestationRoutes(sources))
    await app.register(workerRoutes(sources))
  }
}

const bigintsAsText = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value

/** Answers a refusal with its sentence and its fix; a breakdown without its reason. */
function useErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    if (error instanceof SimError)
      return reply.code(400).send({ code: error.code, error: error.message, help: error.help })
    const status = error.statusCode ?? 500
    return reply
      .code(status)
      .send({ error: status >= 500 ? 'Internal Server Error' : error.message })
  })
}

import Fastify, { type FastifyInstance, type FastifyPluginAsync, LogController } from 'fastify'
import { errorBody, useErrorBodies } from './error-body.ts'
import { boundInput } from './input.ts'
import { lazySchemas } from './lazy-schemas.ts'
import { watchUnexpected } from './unexpected.ts'

/** Options of {@link lateRoutes}. */
export interface LateRoutesOptions {
  /** Loads the routes; called with the first request. */
  load(): Promise<FastifyPluginAsync>
  /** Called for every exception that ended with status 500 or above. */
  onUnexpected?: (() => void) | undefined
}

/**
 * Routes of a service that few networks use: they are loaded and built with the first request, by a
 * server of their own behind the door. The door's checks of hosts and origins come first; its CORS
 * headers are not sent, so that no other page can read an answer.
 */
export function lateRoutes({ load, onUnexpected }: LateRoutesOptions): FastifyPluginAsync {
  return async (app) => {
    let inside: Promise<FastifyInstance> | undefined
    const build = async (): Promise<FastifyInstance> => {
      const late = Fastify({
        loggerInstance: app.log,
        logController: new LogController({ disableRequestLogging: true }),
        schemaController: { compilersFactory: lazySchemas },
      })
      useErrorBodies(late)
      watchUnexpected(late, onUnexpected)
      boundInput(late, errorBody)
      await late.register(await load())
      await late.ready()
      return late
    }
    app.addHook('onRequest', async (request, reply) => {
      inside ??= build()
      const late = await inside
      reply.hijack()
      late.routing(request.raw, reply.raw)
    })
    app.addHook('onClose', async () => void (await inside?.then((late) => late.close())))
    app.all('/*', () => {}) // every request is taken over before it gets here
  }
}

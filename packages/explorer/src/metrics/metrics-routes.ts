import type { FastifyPluginAsync } from 'fastify'
import type { ExplorerSources } from '../sources.ts'

/** `GET /metrics`: the network in Prometheus' text format. Its library is loaded when asked for. */
export function metricsRoutes(sources: ExplorerSources): FastifyPluginAsync {
  return async (app) => {
    let register: ReturnType<typeof import('./metrics.ts').metricsOf> | undefined
    app.get('/metrics', async (_request, reply) => {
      register ??= (await import('./metrics.ts')).metricsOf(sources)
      return reply.type(register.contentType).send(await register.metrics())
    })
  }
}

import { siteFolder } from '@iexec-sim/docs'
import { PAGE_HEADERS, site } from '@iexec-sim/door'
import type { FastifyPluginAsync } from 'fastify'
import { apiRoutes } from './api/api.ts'
import { metricsRoutes } from './metrics/metrics-routes.ts'
import { pageFolder } from './page-folder.ts'
import type { ExplorerSources } from './sources.ts'

/** All routes of the explorer: the API, metrics, the documentation, and the page for every other path. */
export function explorerRoutes(sources: ExplorerSources): FastifyPluginAsync {
  const docs = { folder: siteFolder, fallback: '404.html', fallbackStatus: 404 } as const
  const page = { folder: pageFolder(), fallback: 'index.html', fallbackStatus: 200 } as const
  return async (app) => {
    app.addHook('onRequest', async (_request, reply) => void reply.headers(PAGE_HEADERS))
    await app.register(apiRoutes(sources), { prefix: '/api' })
    await app.register(metricsRoutes(sources))
    await app.register(site(docs), { prefix: '/docs' })
    await app.register(site(page))
  }
}

import type { FastifyPluginAsync } from 'fastify'
import { apiRoutes } from './api/api.ts'
import { pageFolder } from './page-folder.ts'
import type { ExplorerSources } from './sources.ts'
import { folderRoutes } from './static/folder-routes.ts'
import { securityHeaders } from './static/security-headers.ts'

/** All routes of the explorer: the API, and the page for every other path. */
export function explorerRoutes(sources: ExplorerSources): FastifyPluginAsync {
  return async (app) => {
    app.addHook('onRequest', securityHeaders)
    await app.register(apiRoutes(sources), { prefix: '/api' })
    await app.register(folderRoutes(pageFolder(), { fallback: 'index.html' }))
  }
}

import { lateRoutes } from '@iexec-sim/door'
import type { FastifyPluginAsync } from 'fastify'
import type { ExplorerSources } from './sources.ts'

/**
 * The explorer: its page, and an API below `/api`. Nothing of it is loaded before the first
 * request. `sources` is called with that request; `onUnexpected` for every exception that ended
 * with status 500 or above.
 */
export const explorerPlugin = (
  sources: () => ExplorerSources,
  onUnexpected: () => void,
): FastifyPluginAsync =>
  lateRoutes({
    load: async () => (await import('./routes.ts')).explorerRoutes(sources()),
    onUnexpected,
  })

import type { FastifyPluginAsync } from 'fastify'
import { Clock, ClockOrder } from '../schema/clock.ts'
import { requireSession } from '../session/guard.ts'
import type { ExplorerSources } from '../sources.ts'
import { described } from './described.ts'

/** `/clock`: GET reads the network's clock, POST moves, freezes or resumes it. */
export function clockRoutes({ clock, time, sessions }: ExplorerSources): FastifyPluginAsync {
  const view = (): Clock => ({
    now: new Date(clock.now()).toISOString(),
    frozen: clock.isFrozen,
    aheadMs: clock.now() - Date.now(),
  })
  return async (app) => {
    app.get(
      '/clock',
      { schema: described('clock', "The network's clock", { returns: Clock }) },
      view,
    )
    app.post<{ Body: ClockOrder }>(
      '/clock',
      {
        onRequest: requireSession(sessions),
        schema: described('clock', 'Move, freeze or resume the clock', {
          body: ClockOrder,
          returns: Clock,
          isPrivate: true,
        }),
      },
      async ({ body }) => {
        await time(body)
        return view()
      },
    )
  }
}

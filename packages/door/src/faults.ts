import { STATUS_CODES } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { HttpTrouble } from '@iexec-sim/faults'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ErrorBodyOf } from './error-body.ts'

/** Deliberate faults of a door. */
export interface DoorFaults {
  /** Whether there are no faults; then requests are not checked. */
  readonly isEmpty: boolean
  /** Takes the routes of a service, such as `POST /tasks`. */
  knowRoutes(service: string, routes: readonly string[]): void
  /**
   * Fault that replaces a route's work for this request. `route` is its pattern, `undefined` for an
   * unknown path.
   */
  http(service: string, method: string, route: string | undefined): HttpTrouble | undefined
}

/** Applies faults to routes. Hooks that are added before this one still come first. */
export function useFaults(
  app: FastifyInstance,
  service: string,
  faults: DoorFaults,
  bodyOf: ErrorBodyOf,
): void {
  const routes = new Set<string>()
  app.addHook('onRoute', ({ method, url }) => {
    for (const verb of [method].flat()) routes.add(`${verb} ${url}`)
  })
  app.addHook('onReady', async () => {
    // Each GET implies a HEAD route.
    const written = [...routes].filter(
      (route) => !routes.has(route.replace(/^HEAD /, 'GET ')) || !/^HEAD /.test(route),
    )
    faults.knowRoutes(service, written.sort())
  })
  app.addHook('onRequest', (request, reply, done) => {
    const does = faults.isEmpty
      ? undefined
      : faults.http(service, request.method, request.routeOptions.url)
    if (does) void fail(request, reply, does, bodyOf).then((isOver) => isOver || done())
    else done()
  })
}

/** Applies a fault. Returns whether the request is over. */
async function fail(
  request: FastifyRequest,
  reply: FastifyReply,
  does: HttpTrouble,
  bodyOf: ErrorBodyOf,
): Promise<boolean> {
  request.log.warn({ route: request.routeOptions.url, does }, 'route fault applied')
  if (does.delayMs !== undefined) await delay(does.delayMs, undefined, { ref: false })
  if (does.drop) {
    reply.hijack()
    request.raw.socket.destroy()
  } else if (does.status !== undefined)
    reply
      .code(does.status)
      .send(bodyOf(does.status, STATUS_CODES[does.status] ?? 'Fault', request.url))
  return does.drop === true || does.status !== undefined
}

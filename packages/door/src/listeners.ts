import { createServer as createPlainServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { FastifyInstance } from 'fastify'
import type { Upgrades } from './upgrades.ts'

/** Certificate of a door for TLS clients. */
export interface TlsOptions {
  /** PEM. */
  certificate: string
  /** PEM, PKCS#8. */
  privateKey: string
  /** 0 means any free one. */
  port: number
}

/** One more way in to the same routes. */
export interface Listener {
  /** Port it listens on. */
  port: number
  /** Stops listening. */
  close(): Promise<void>
}

/** Serves an app's routes, WebSocket upgrades included, over TLS besides its own listener. */
export const listenTls = (
  app: FastifyInstance,
  upgrades: Upgrades,
  host: string,
  { certificate, privateKey, port }: TlsOptions,
): Promise<Listener> => {
  const options = { cert: certificate, key: privateKey, minVersion: 'TLSv1.2' } as const
  return listen(app, upgrades, (routes) => createTlsServer(options, routes), host, port)
}

/** Serves an app's routes at one more address. */
export const listenPlain = (
  app: FastifyInstance,
  upgrades: Upgrades,
  host: string,
  port: number,
): Promise<Listener> => listen(app, upgrades, (routes) => createPlainServer(routes), host, port)

async function listen(
  app: FastifyInstance,
  upgrades: Upgrades,
  serve: (routes: RequestListener) => Server,
  host: string,
  port: number,
): Promise<Listener> {
  const server = serve((request, response) => app.routing(request, response))
  upgrades.serve(server)
  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(port, host, resolve),
  )
  return {
    port: (server.address() as { port: number }).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

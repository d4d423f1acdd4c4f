import { createServer } from 'node:https'
import type { FastifyInstance } from 'fastify'

/** What a door shows to clients that come over TLS. */
export interface TlsOptions {
  /** PEM. */
  certificate: string
  /** PEM, PKCS#8. */
  privateKey: string
  /** 0 means any free one. */
  port: number
}

/** A second way in to the same routes. */
export interface TlsListener {
  port: number
  close(): Promise<void>
}

/** Serves an app's routes, WebSocket upgrades included, over TLS besides its own listener. */
export async function listenTls(
  app: FastifyInstance,
  host: string,
  { certificate, privateKey, port }: TlsOptions,
): Promise<TlsListener> {
  const server = createServer({ cert: certificate, key: privateKey, minVersion: 'TLSv1.2' }, (request, response) =>
    app.routing(request, response),
  )
  server.on('upgrade', (request, socket, head) => app.server.emit('upgrade', request, socket, head))
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  return {
    port: (server.address() as { port: number }).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

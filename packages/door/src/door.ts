import { SimError } from '@iexec-sim/base'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyPluginAsync,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import type { Logger } from 'pino'
import { type AllowedNames, isAllowedHost, isAllowedOrigin } from './allowed.ts'
import { type ErrorBodyOf, errorBody, useErrorBodies } from './error-body.ts'
import { type DoorFaults, useFaults } from './faults.ts'
import { boundInput } from './input.ts'
import { lazySchemas } from './lazy-schemas.ts'
import { type Listener, listenPlain, listenTls, type TlsOptions } from './listeners.ts'
import { watchUnexpected } from './unexpected.ts'
import { ownUpgrades } from './upgrades.ts'

/** Options of a service's door. */
export interface DoorOptions extends AllowedNames {
  /** Name of the service, for logs and errors; also the name of its port option. */
  name: string
  /** 0 means any free port. */
  port: number
  /** @default '127.0.0.1' */
  host?: string | undefined
  /** Further addresses to listen on, with the same ports. The accepted names stay the same. */
  furtherHosts?: readonly string[] | undefined
  /** Log of the service. */
  log: Logger
  /** Largest body, bytes. @default 1 MiB */
  bodyLimit?: number | undefined
  /** Serves the same over TLS as well. */
  tls?: TlsOptions | undefined
  /** Body of refusals, if the service has a form of its own. @default the real services' */
  errorBody?: ErrorBodyOf | undefined
  /** Deliberate faults. @default none */
  faults?: DoorFaults | undefined
  /**
   * Query parameters the service takes more than once; any other that is repeated is refused.
   * @default none
   */
  repeatable?: readonly string[] | undefined
  /**
   * Paths at which the service opens WebSockets, where its plugin listens for upgrades. @default
   * all
   */
  webSockets?: ((path: string) => boolean) | undefined
  /** Called for every exception that ended with status 500 or above; its reason is in the log. */
  onUnexpected?: (() => void) | undefined
  /** The service's routes. */
  plugin: FastifyPluginAsync
}

/** A service that listens. */
export interface Door {
  /** Base URL, without a slash at its end. */
  url: string
  /** Base URL over TLS, if enabled. */
  tlsUrl?: string
  /** Port it listens on. */
  port: number
  /** The Fastify server behind it. */
  app: FastifyInstance
  /** Stops listening; connections that are open are ended. */
  close(): Promise<void>
}

/** Opens a service's HTTP door: loopback only, deaf to foreign hosts and web pages. */
export async function openDoor(options: DoorOptions): Promise<Door> {
  const {
    name,
    port,
    host = '127.0.0.1',
    furtherHosts = [],
    log,
    bodyLimit = 1024 ** 2,
    plugin,
  } = options
  const app = Fastify({
    loggerInstance: log.child({ service: name }) as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    forceCloseConnections: true,
    schemaController: { compilersFactory: lazySchemas },
    // An address that cannot be read reaches no hook.
    frameworkErrors: (error, request: FastifyRequest, reply: unknown) => {
      const refused = refusal(request, options)
      const status = refused ? 403 : (error.statusCode ?? 400)
      void (reply as FastifyReply)
        .code(status)
        .send((options.errorBody ?? errorBody)(status, refused ?? error.message, request.url))
    },
  })
  guard(app, options, options.errorBody ?? errorBody)
  if (options.faults) useFaults(app, name, options.faults, options.errorBody ?? errorBody)
  useErrorBodies(app, options.errorBody)
  watchUnexpected(app, options.onUnexpected)
  boundInput(app, options.errorBody ?? errorBody, options.repeatable)
  await app.register(plugin)
  await app.ready()
  const upgrades = ownUpgrades(app.server, options.webSockets ?? (() => true))
  const listeners: Listener[] = []
  let secure: Listener | undefined
  let opening = port
  try {
    await app.listen({ port, host })
    const { port: plain } = app.server.address() as { port: number }
    for (const further of furtherHosts)
      listeners.push(await listenPlain(app, upgrades, further, plain))
    opening = options.tls?.port ?? 0
    if (options.tls) {
      secure = await listenTls(app, upgrades, host, options.tls)
      listeners.push(secure)
      for (const further of furtherHosts)
        listeners.push(
          await listenTls(app, upgrades, further, { ...options.tls, port: secure.port }),
        )
    }
  } catch (cause) {
    await Promise.all([...listeners.map((listener) => listener.close()), app.close()])
    if ((cause as NodeJS.ErrnoException).code === 'EADDRINUSE')
      throw new SimError('PORT_TAKEN', { port: opening, service: name }, { cause })
    throw cause
  }
  const listening = app.server.address() as { port: number }
  return {
    url: `http://${host}:${listening.port}`,
    ...(secure ? { tlsUrl: `https://${host}:${secure.port}` } : {}),
    port: listening.port,
    app,
    close: async () => {
      // At once: what holds the other listeners open, such as a WebSocket, is ended by the services
      // as they close.
      await Promise.all([...listeners.map((listener) => listener.close()), app.close()])
    },
  }
}

/**
 * Refuses foreign hosts and origins before any route, 404s included, and sends allowed pages their
 * CORS headers.
 */
function guard(app: FastifyInstance, names: AllowedNames, bodyOf: ErrorBodyOf): void {
  app.addHook('onRequest', async (request, reply) => {
    const refused = refusal(request, names)
    if (refused) return reply.code(403).send(bodyOf(403, refused, request.url))
    const { origin } = request.headers
    if (origin === undefined) return
    reply.header('access-control-allow-origin', origin).header('vary', 'Origin')
    if (request.method === 'OPTIONS') {
      return reply
        .header('access-control-allow-methods', 'GET, HEAD, POST, PUT, DELETE')
        .header(
          'access-control-allow-headers',
          request.headers['access-control-request-headers'] ?? '*',
        )
        .code(204)
        .send()
    }
  })
}

/** Why a request is not for this door, if it is not. */
function refusal(
  { headers: { host, origin } }: FastifyRequest,
  names: AllowedNames,
): string | undefined {
  if (!isAllowedHost(host, names)) return `host "${host ?? ''}" is not this machine`
  if (!isAllowedOrigin(origin, names))
    return `origin "${origin}" is not allowed; start with --allow-origin to allow it`
  return undefined
}

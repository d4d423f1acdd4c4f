import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { profiles } from '../../packages/protocol/src/index.ts'
import { defaultConfig, startNetwork } from '../../packages/stack/src/index.ts'

/** A route of a service that runs. */
export interface ServiceRoute {
  /** Service by the name of its port. */
  service: string
  /** Method and path, such as `POST /tee/sessions`. */
  route: string
  /** Schemas the door checks requests against. */
  schema: { body?: object; querystring?: object; params?: object }
}

interface Fastify {
  log: { bindings(): { service?: string } }
  addHook(name: 'onRoute', hook: (route: Route) => void): void
}

interface Route {
  method: string | string[]
  url: string
  schema?: ServiceRoute['schema']
}

/** What a network's services answer. */
export interface NetworkRoutes {
  /** Of every service but the explorer, as Fastify has them. */
  routes: ServiceRoute[]
  /** Summaries of the explorer's API, from its own document, by path and method. */
  explorer: Record<string, Record<string, { summary?: string; description?: string }>>
}

/** Starts a network in memory and returns the routes of its services. */
export async function networkRoutes(name: keyof typeof profiles): Promise<NetworkRoutes> {
  const found: ServiceRoute[] = []
  const watch = (message: unknown) => {
    const { fastify } = message as { fastify: Fastify }
    fastify.addHook('onRoute', ({ method, url, schema = {} }) => {
      const { service = '' } = fastify.log.bindings()
      if (service !== 'explorer')
        for (const one of [method].flat()) found.push({ service, route: `${one} ${url}`, schema })
    })
  }
  subscribe('fastify.initialization', watch)
  try {
    const profile = profiles[name]
    const ports = Object.fromEntries(Object.keys(profile.ports).map((port) => [port, 0]))
    const network = await startNetwork({ ...defaultConfig(profile), ports, logLevel: 'silent' })
    unsubscribe('fastify.initialization', watch)
    const document = await fetch(`${network.sheet.explorer}/api/openapi.json`)
    const { paths: explorer } = (await document.json()) as { paths: NetworkRoutes['explorer'] }
    await network.close()
    return { routes: found, explorer }
  } finally {
    unsubscribe('fastify.initialization', watch)
  }
}

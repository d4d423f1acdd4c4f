import type { ServiceUrls } from '@iexec-sim/client'
import type { Network } from '@iexec-sim/stack'
import type { Credentials } from './credentials.ts'

/** A door that is asked for anything. */
export interface FuzzedDoor {
  name: string
  url: URL
  /** Routes as `POST /tasks/:id`. */
  routes: readonly string[]
  /** `Authorization` headers that open routes of it. */
  tokens: readonly string[]
  /** Ids and addresses it knows. */
  known: readonly string[]
}

/**
 * Routes of the control door, which no fault can strike and which does not list them. Its `POST
 * /stop` is left out: it ends the network.
 */
const CONTROL_ROUTES = [
  'GET /status',
  'GET /offers',
  'POST /time',
  'POST /draws',
  'GET /misbehaviours',
  'POST /misbehaviours',
  'DELETE /misbehaviours',
  'GET /faults',
  'POST /faults',
  'DELETE /faults',
  'GET /stand-ins',
  'GET /stand-ins/:host/calls',
  'GET /snapshots',
  'POST /snapshots',
  'GET /snapshots/keys',
  'POST /snapshots/:name/restore',
  'DELETE /snapshots/:name',
  'GET /snapshots/:name/file',
  'PUT /snapshots/:name/file',
  'GET /timeline/:taskId',
  'GET /timeline/:taskId/logs',
  'GET /secrets',
  'GET /secrets/events',
  'POST /explorer/tickets',
]

/**
 * Every door of a network: those of its address sheet, their twins over TLS, and those at `hidden`
 * ports of 127.0.0.1.
 */
export async function doorsOf(
  { sheet, controlToken, faults }: Network,
  hidden: Record<string, number>,
  { worker, upload, known }: Credentials,
): Promise<FuzzedDoor[]> {
  const control = `Bearer ${controlToken}`
  const tokens: Record<string, readonly string[]> = {
    control: [control],
    workerpool: [control, `Bearer ${worker}`],
    'result-proxy': [upload],
  }
  const explorer = await explorerRoutes(sheet.explorer)
  const unlisted: Record<string, readonly string[]> = { control: CONTROL_ROUTES, explorer }
  const door = (name: string, url: string, service = name): FuzzedDoor => ({
    name,
    url: new URL(url),
    routes: unlisted[service] ?? faults.routes.get(service) ?? ['GET /', 'POST /'],
    tokens: tokens[service] ?? [],
    known,
  })
  const clients = (urls: Omit<ServiceUrls, 'ws'>, suffix: string) => [
    door(`chain${suffix}`, urls.rpc, 'chain'),
    ...Object.entries(urls.sms).map(([framework, url]) =>
      door(`sms-${framework}${suffix}`, url!, `sms-${framework}`),
    ),
    door(`gateway${suffix}`, urls.gateway, 'gateway'),
    door(`result-proxy${suffix}`, urls.resultProxy, 'result-proxy'),
    door(`market${suffix}`, urls.market, 'market'),
    door(`subgraph${suffix}`, new URL('/', urls.subgraph.poco).href, 'subgraph'),
    ...(urls.compass ? [door(`compass${suffix}`, urls.compass, 'compass')] : []),
  ]
  return [
    ...clients(sheet, ''),
    ...(sheet.tls ? clients(sheet.tls, ' over TLS') : []),
    door('workerpool', sheet.workerpool.url),
    door('registry', `http://${sheet.registry}`),
    door('control', sheet.control),
    door('explorer', sheet.explorer),
    ...Object.entries(hidden).map(([name, port]) => door(name, `http://127.0.0.1:${port}`)),
  ]
}

/** Routes that the explorer's own document names, its stream of changes aside, which does not end. */
async function explorerRoutes(url: string): Promise<string[]> {
  const document = await fetch(`${url}/api/openapi.json`)
  const { paths } = (await document.json()) as { paths: Record<string, Record<string, object>> }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`)
      .filter((route) => route !== 'GET /api/feed'),
  )
}

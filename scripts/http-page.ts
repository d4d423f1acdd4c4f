// Writes docs/http-api.md from the routes of networks that it starts. With --check it writes nothing
// and fails when the page is not current, or a route has no sentence in lib/http-routes.ts.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { markdownTable } from '../packages/base/src/markdown-table.ts'
import { SERVICES, type ServiceText } from './lib/http-routes.ts'
import { markdownText } from './lib/markdown-text.ts'
import { networkRoutes, type ServiceRoute } from './lib/network-routes.ts'
import { type Schema, shapeOf } from './lib/schema-shape.ts'
import { writtenPage } from './lib/written-page.ts'

const prose = readFileSync(join(import.meta.dirname, 'lib/http-page.md'), 'utf8')
const { routes: old, explorer } = await networkRoutes('bellecour')
const { routes: current } = await networkRoutes('arbitrum-sepolia')
const kindOf = (service: string) => service.replace(/^(sms|provisioning)-.*/, '$1')
const found = Map.groupBy([...old, ...current], ({ service }) => kindOf(service))
const unknown = [...found.keys()].filter((kind) => !(kind in SERVICES))
if (unknown.length > 0)
  throw new Error(`Describe ${unknown.join(', ')} in scripts/lib/http-routes.ts.`)
const sections = [
  ...Object.entries(SERVICES).map(([kind, text]) => section(kind, text)),
  explorerSection(),
]
writtenPage('docs/http-api.md', `${prose}\n${sections.join('\n')}`, 'http-page.ts')

function section(kind: string, { title, purpose, routes }: ServiceText): string {
  const own = new Map(found.get(kind)!.map((one) => [one.route, one]))
  for (const route of own.keys()) if (isExtra(route, own)) own.delete(route)
  const strange = [...own.keys(), ...Object.keys(routes)].filter(
    (route) => !(route in routes && own.has(route)),
  )
  if (strange.length > 0)
    throw new Error(`${kind}: correct ${strange.join(', ')} in scripts/lib/http-routes.ts.`)
  const rows = Object.entries(routes).map(([route, text]) => [
    `\`${route}\`${only(kind, route)}`,
    text + details(own.get(route)!.schema),
  ])
  return `## ${title}\n\n${purpose}\n\n${markdownTable(['route', 'what it does'], rows)}\n`
}

function explorerSection(): string {
  const rows = Object.entries(explorer).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { summary, description }]) => [
      `\`${method.toUpperCase()} ${path}\``,
      markdownText(summary ?? description ?? ''),
    ]),
  )
  const purpose =
    '`explorer` of the sheet. `GET /api/openapi.json` is its OpenAPI document, with the schemas of\nbodies and answers.'
  return `## Explorer\n\n${purpose}\n\n${markdownTable(['route', 'what it does'], rows)}\n`
}

/** `HEAD` beside `GET`, and what answers a browser's question before a request. */
function isExtra(route: string, all: ReadonlyMap<string, ServiceRoute>): boolean {
  return (
    route.startsWith('OPTIONS ') ||
    (route.startsWith('HEAD ') && all.has(route.replace('HEAD', 'GET')))
  )
}

function only(kind: string, route: string): string {
  const isIn = (routes: readonly ServiceRoute[]) =>
    routes.some((one) => kindOf(one.service) === kind && one.route === route)
  if (isIn(old) && isIn(current)) return ''
  const isOfBoth = [old, current].every((routes) =>
    routes.some(({ service }) => kindOf(service) === kind),
  )
  return isOfBoth ? ` (${isIn(old) ? 'bellecour' : 'Arbitrum'})` : ''
}

function details({ querystring, body }: ServiceRoute['schema']): string {
  const parts = Object.entries({ Query: querystring, Body: body }).filter(([, schema]) => schema)
  return parts.map(([name, schema]) => ` ${name}: \`${shapeOf(schema as Schema)}\`.`).join('')
}

import type { FastifyInstance, RouteOptions } from 'fastify'
import type { ExplorerSources } from '../sources.ts'

/** Schema of the values in a path or a query. */
type Values = { properties: Record<string, object>; required?: string[] } | undefined

/** A route's entry in the document. */
interface Operation {
  path: string
  method: string
  schema: NonNullable<RouteOptions['schema']>
}

/** `GET /openapi.json`: every route that is registered after it, in the words of OpenAPI 3.1. */
export function openApiRoutes(app: FastifyInstance, { version }: ExplorerSources): void {
  const operations: Operation[] = []
  app.addHook('onRoute', ({ method, url, schema }) => {
    for (const verb of [method].flat())
      if (schema && verb !== 'HEAD')
        operations.push({ path: url, method: verb.toLowerCase(), schema })
  })
  app.get('/openapi.json', () => ({
    openapi: '3.1.0',
    info: {
      title: 'iexec-sim explorer',
      version,
      description:
        'The API of the explorer. Routes that need a session take the cookie and the x-explorer-key header that POST /api/session gives for a ticket; "iexec-sim open" has one.',
    },
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'header', name: 'x-explorer-key' } },
    },
    paths: pathsOf(operations),
  }))
}

function pathsOf(operations: readonly Operation[]): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const { path, method, schema } of operations) {
    const template = path.replaceAll(/:(\w+)/g, '{$1}')
    paths[template] ??= {}
    paths[template][method] = operationOf(schema)
  }
  return paths
}

function operationOf({ summary, tags, isPrivate, ...schema }: Operation['schema']): object {
  const response = (schema.response ?? {}) as Record<string, object>
  return {
    summary,
    tags,
    ...(isPrivate ? { security: [{ session: [] }] } : {}),
    parameters: [
      ...parametersOf('path', schema.params as Values),
      ...parametersOf('query', schema.querystring as Values),
    ],
    ...(schema.body
      ? {
          requestBody: { required: true, content: { 'application/json': { schema: schema.body } } },
        }
      : {}),
    responses: {
      200: {
        description: 'OK',
        ...(response[200] ? { content: { 'application/json': { schema: response[200] } } } : {}),
      },
      ...(isPrivate ? { 401: { description: 'No session' } } : {}),
    },
  }
}

const parametersOf = (place: 'path' | 'query', values: Values): object[] =>
  Object.entries(values?.properties ?? {}).map(([name, schema]) => ({
    name,
    in: place,
    required:
      place === 'path' || ((values?.required ?? []).includes(name) && !('default' in schema)),
    schema,
  }))

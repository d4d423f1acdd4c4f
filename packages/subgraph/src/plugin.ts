import type { FastifyPluginAsync, FastifyReply } from 'fastify'
import type { ExecutionResult } from 'graphql'
import type { Posted } from './query/answer.ts'
import type { Subgraph } from './subgraph.ts'

/** Largest question, bytes. */
const MOST_BYTES = 256 * 1024

const body = {
  type: 'object',
  required: ['query'],
  properties: {
    query: { type: 'string' },
    variables: { type: ['object', 'null'] },
    operationName: { type: ['string', 'null'] },
  },
} as const

/** A Graph Node's paths, and those of one behind a gateway. */
const PATHS = [
  '/subgraphs/name/*',
  '/subgraphs/id/*',
  '/api/subgraphs/name/*',
  '/api/subgraphs/id/*',
] as const

/**
 * `POST` with `{ query, variables }` to a Graph Node's path of a subgraph, or to `/`, where the
 * question's own fields say which is meant. Responds with 200 and `data`, or `errors`.
 */
export function subgraphPlugin(subgraphs: readonly Subgraph[]): FastifyPluginAsync {
  return async (app) => {
    const options = { schema: { body }, bodyLimit: MOST_BYTES }
    app.post<{ Body: Posted }>('/', options, async ({ body }) =>
      (await meant(subgraphs, body.query)).ask(body),
    )
    for (const path of PATHS)
      app.post<{ Body: Posted; Params: { '*': string } }>(
        path,
        options,
        ({ body, params }, reply) => {
          const name = params['*'].split('/').at(-1)!
          const subgraph = subgraphs.find(({ names, ids }) => [...names, ...ids].includes(name))
          return subgraph ? subgraph.ask(body) : unknown(reply, name, subgraphs)
        },
      )
  }
}

/** The subgraph that has the most of a question's fields; the first of those that are equal. */
async function meant(subgraphs: readonly Subgraph[], query: string): Promise<Subgraph> {
  const { rootFields } = await import('./query/answer.ts')
  const fields = rootFields(query).filter((name) => !name.startsWith('_'))
  let [best, most] = [subgraphs[0]!, 0]
  for (const subgraph of subgraphs) {
    const queries = await subgraph.queries()
    const has = fields.filter((name) => queries.has(name)).length
    if (has > most) [best, most] = [subgraph, has]
  }
  return best
}

function unknown(
  reply: FastifyReply,
  name: string,
  subgraphs: readonly Subgraph[],
): Pick<ExecutionResult, 'errors'> {
  const known = subgraphs.flatMap(({ names }) => names).join(', ')
  reply.code(404)
  return {
    errors: [{ message: `Unknown subgraph "${name.slice(0, 80)}". This network has ${known}.` }],
  } as never
}

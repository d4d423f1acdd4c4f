import { Readable } from 'node:stream'
import { Secret, SimError } from '@iexec-sim/base'
import type { FastifyPluginAsync } from 'fastify'
import type { ForeignKeys, Snapshots } from '../snapshots/snapshots.ts'

/** Content type of snapshots as files. */
const FILE_TYPE = 'application/gzip'
/**
 * Carries the keys of an import, base64 of JSON: a part's name to its key. `lost` to leave secrets
 * out.
 */
const KEYS_HEADER = 'snapshot-keys'
/** Largest snapshot that is taken in, bytes. */
const LARGEST_FILE = 64 * 1024 ** 3

const SAVE = {
  type: 'object',
  required: ['name'],
  additionalProperties: false,
  properties: { name: { type: 'string' }, replace: { type: 'boolean' } },
} as const

type Named = { Params: { name: string } }

/**
 * `GET /snapshots`, `POST /snapshots`, `POST /snapshots/:name/restore`, `DELETE /snapshots/:name`,
 * `GET /snapshots/:name/file`, `PUT /snapshots/:name/file`, `GET /snapshots/keys`: what a control
 * door has of snapshots.
 */
export function snapshotRoutes(snapshots: Snapshots): FastifyPluginAsync {
  return async (app) => {
    app.addContentTypeParser(FILE_TYPE, { bodyLimit: LARGEST_FILE }, (_request, payload, done) =>
      done(null, payload),
    )

    app.get('/snapshots', () => snapshots.list())
    app.post<{ Body: { name: string; replace?: boolean } }>(
      '/snapshots',
      { schema: { body: SAVE } },
      ({ body }) => snapshots.save(body.name, { replace: body.replace ?? false }),
    )
    app.post<Named>('/snapshots/:name/restore', ({ params }) => snapshots.restore(params.name))
    app.delete<Named>('/snapshots/:name', async ({ params }, reply) => {
      await snapshots.remove(params.name)
      return reply.code(204).send()
    })
    app.get<Named>('/snapshots/:name/file', ({ params }, reply) =>
      reply.type(FILE_TYPE).send(snapshots.export(params.name)),
    )
    app.put<Named>('/snapshots/:name/file', ({ params, body, headers }, reply) =>
      body instanceof Readable
        ? snapshots.import(params.name, body, readKeys(headers[KEYS_HEADER]))
        : reply.code(415).send({ error: `a snapshot comes as ${FILE_TYPE}` }),
    )
    app.get('/snapshots/keys', () =>
      Object.fromEntries(
        Object.entries(snapshots.keys()).map(([part, key]) => [part, key.reveal()]),
      ),
    )
  }
}

/** Throws `SNAPSHOT_LOCKED` for malformed keys. */
function readKeys(header: string | string[] | undefined): ForeignKeys | undefined {
  if (header === undefined || header === 'lost') return header
  try {
    const keys = JSON.parse(Buffer.from(String(header), 'base64').toString()) as Record<
      string,
      string
    >
    return Object.fromEntries(
      Object.entries(keys).map(([part, key]) => [part, new Secret(String(key))]),
    )
  } catch {
    throw new SimError('SNAPSHOT_LOCKED', {})
  }
}

import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { DropboxFiles } from './files.ts'

/** Prefix of tokens that are refused as expired, for trying that case. */
const EXPIRED = 'expired'

/**
 * The two routes of Dropbox's content API that results need, a declared stand-in of the real one:
 * `/2/files/upload` and `/2/files/download`. Any token is an account of its own.
 */
export function dropboxPlugin(files: DropboxFiles, maxBytes: number): FastifyPluginAsync {
  return async (app) => {
    app.removeAllContentTypeParsers()
    // Of another type than the one Dropbox takes nothing is read: the routes say so in its words.
    app.addContentTypeParser('*', (_request, _payload, done) => done(null, undefined))
    app.addContentTypeParser('application/octet-stream', (_request, payload, done) =>
      done(null, payload),
    )
    uploadRoute(app, files, maxBytes)
    app.post('/2/files/download', (request, reply) => {
      const asked = readRequest(request, reply)
      if (!asked) return reply
      const file = files.get(asked.token, asked.path)
      if (!file) return refuse(reply, 409, 'path/not_found/')
      return reply
        .header('dropbox-api-result', headerJson(metadata(asked.path, file.size)))
        .header('content-length', String(file.size))
        .type('application/octet-stream')
        .send(file.content)
    })
  }
}

function uploadRoute(app: FastifyInstance, files: DropboxFiles, maxBytes: number): void {
  app.post('/2/files/upload', async (request, reply) => {
    const asked = readRequest(request, reply)
    if (!asked) return reply
    const { body } = request
    if (!(body instanceof Readable))
      return refuse(reply, 400, 'Error in call: Bad HTTP "Content-Type" header')
    const size = await files.put(asked.token, asked.path, body, maxBytes)
    if (size === undefined) return refuse(reply, 409, 'path/insufficient_space/')
    return reply.send(metadata(asked.path, size))
  })
}

/** Token and path of a request; errors are those of Dropbox. */
function readRequest(
  { headers }: FastifyRequest,
  reply: FastifyReply,
): { token: string; path: string } | undefined {
  const [, token] = /^Bearer (\S+)$/.exec(headers.authorization ?? '') ?? []
  const path = pathOf(headers['dropbox-api-arg'])
  if (!token) refuse(reply, 401, 'invalid_access_token/')
  else if (token.startsWith(EXPIRED)) refuse(reply, 401, 'expired_access_token/')
  else if (!path) refuse(reply, 400, 'Error in call: HTTP header "Dropbox-API-Arg": no path')
  else return { token, path }
  return undefined
}

function pathOf(argument: string | string[] | undefined): string | undefined {
  try {
    const { path } = JSON.parse(String(argument)) as { path?: unknown }
    return typeof path === 'string' && path.startsWith('/') ? path : undefined
  } catch {
    return undefined
  }
}

/** JSON as a header may hold it: ASCII alone. */
const headerJson = (value: object): string =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

const refuse = (reply: FastifyReply, status: number, summary: string): FastifyReply =>
  reply.code(status).send({ error_summary: summary, error: { '.tag': summary.split('/')[0] } })

const metadata = (path: string, size: number) => ({
  name: path.split('/').at(-1),
  path_display: path,
  path_lower: path.toLowerCase(),
  id: `id:${randomBytes(16).toString('base64url')}`,
  size,
})

import { arch, platform } from 'node:process'
import { Readable } from 'node:stream'
import multipart from '@fastify/multipart'
import { errorBody } from '@iexec-sim/door'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { ImportCandidate } from 'ipfs-unixfs-importer'
import type { IpfsNode } from './ipfs-node.ts'

const ZIP_MAGIC = Buffer.from('PK\x03\x04')

/** `GET`/`HEAD /ipfs/<cid>[/path]` and Kubo's `POST /api/v0/add`. */
export function gatewayPlugin(node: IpfsNode, maxBytes: number): FastifyPluginAsync {
  return async (app) => {
    await app.register(multipart, {
      limits: { fileSize: maxBytes, files: 1000, fields: 0 },
      throwFileSizeLimit: true,
      preservePath: true,
    })
    app.get<{ Params: { '*': string } }>('/ipfs/*', { exposeHeadRoute: true }, (request, reply) =>
      serve(node, request, reply),
    )
    addRoute(app, node)
    // Kubo takes POST alone; those who look whether it is up with a GET are answered too.
    app.route({ method: ['GET', 'POST'], url: '/api/v0/version', handler: () => VERSION })
  }
}

async function serve(
  node: IpfsNode,
  request: FastifyRequest<{ Params: { '*': string } }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const path = request.params['*'].replace(/\/$/, '')
  let file: Awaited<ReturnType<IpfsNode['find']>>
  try {
    file = await node.find(path)
  } catch (error) {
    return reply.code(400).send(errorBody(400, (error as Error).message, request.url))
  }
  if (!file) return reply.code(404).send(errorBody(404, `/ipfs/${path} is not here`, request.url))
  const etag = `"${file.cid}"`
  reply
    .header('etag', etag)
    .header('x-ipfs-path', `/ipfs/${path}`)
    .header('cache-control', 'public, max-age=29030400, immutable')
  // Content of untrusted apps must never be a page that a browser would run here.
  reply.header('x-content-type-options', 'nosniff').header('content-security-policy', 'sandbox')
  if (request.headers['if-none-match'] === etag) return reply.code(304).send()
  reply.header('content-length', String(file.size))
  const content = Readable.from(file.content())
  if (request.method === 'HEAD') {
    const [first] = (await content.take(1).toArray()) as Uint8Array[]
    // A stream, though empty: without one the length would be set to 0.
    return reply.type(typeOf(first)).send(Readable.from([]))
  }
  const [type, body] = await sniffed(content)
  return reply.type(type).send(body)
}

/** The type of what starts the content, and the content as if it had not been looked at. */
async function sniffed(content: Readable): Promise<[string, Readable]> {
  const iterator = content[Symbol.asyncIterator]()
  const first = (await iterator.next()).value as Uint8Array | undefined
  async function* whole() {
    if (first) yield first
    for (let next = await iterator.next(); !next.done; next = await iterator.next())
      yield next.value
  }
  return [typeOf(first), Readable.from(whole())]
}

function typeOf(start: Uint8Array | undefined): string {
  return start && Buffer.from(start.subarray(0, 4)).equals(ZIP_MAGIC)
    ? 'application/zip'
    : 'application/octet-stream'
}

/**
 * As a node of Kubo says which it is: this has the interface of that version, and another
 * implementation.
 */
const VERSION = {
  Version: '0.34.1',
  Commit: 'iexec-sim',
  Repo: '16',
  System: `${arch === 'x64' ? 'amd64' : arch}/${platform}`,
  Golang: 'none',
}

function addRoute(app: FastifyInstance, node: IpfsNode): void {
  app.post<{ Querystring: Record<string, string | undefined> }>(
    '/api/v0/add',
    async (request, reply) => {
      if (!request.isMultipart())
        return reply
          .code(400)
          .send({ Message: 'file argument is required', Code: 0, Type: 'error' })
      const { query } = request
      const cidVersion = query['cid-version'] === '1' ? 1 : 0
      const wrap = query['wrap-with-directory'] === 'true'
      try {
        const added = await node.addAll(candidates(request), { cidVersion, wrap })
        if (added.length === 0)
          return reply
            .code(400)
            .send({ Message: 'file argument is required', Code: 0, Type: 'error' })
        const lines = added.map(({ name, cid, size }) =>
          JSON.stringify({ Name: name, Hash: cid, Size: String(size) }),
        )
        return reply.type('application/json').send(`${lines.join('\n')}\n`)
      } catch (error) {
        const { code, syscall } = error as NodeJS.ErrnoException
        if (code === 'FST_REQ_FILE_TOO_LARGE')
          return reply.code(413).send({ Message: 'file is too large', Code: 0, Type: 'error' })
        // A failure of the disk is ours, any other is the form's.
        if (syscall !== undefined) throw error
        return reply
          .code(400)
          .send({ Message: `bad form: ${(error as Error).message}`, Code: 0, Type: 'error' })
      }
    },
  )
}

/**
 * The files of a form as the importer takes them. Names are URL-encoded; a file without one is
 * called by its CID.
 */
async function* candidates(request: FastifyRequest): AsyncGenerator<ImportCandidate> {
  for await (const { filename, mimetype, file } of request.files()) {
    const path = decodeURIComponent(filename ?? '').replace(/^\/+/, '')
    if (path.split('/').some((name) => name === '.' || name === '..'))
      throw new Error(`"${path}" is not a file name`)
    if (mimetype === 'application/x-directory') {
      file.resume()
      if (path) yield { path }
    } else yield { ...(path ? { path } : {}), content: file as AsyncIterable<Uint8Array> }
  }
}

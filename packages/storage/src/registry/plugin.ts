import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { Blobs, type ByteRange } from './blobs.ts'
import { Manifests } from './manifests.ts'
import { OciError, ociErrorBody } from './oci-error.ts'
import { readDigest, readTarget, type Target } from './target.ts'
import { rangeOf, Uploads } from './uploads.ts'

/** Options of a registry. */
export interface RegistryOptions {
  /** Folder of everything that was pushed. Nothing is written to it before the first push. */
  dir: string
  /** Largest blob, bytes. @default 16 GiB */
  maxBlobBytes?: number | undefined
}

/** Largest manifest, bytes. */
const MAX_MANIFEST_BYTES = 4 * 1024 ** 2

interface Stores {
  blobs: Blobs
  uploads: Uploads
  manifests: Manifests
}

type Request = FastifyRequest<{
  Params: { '*': string }
  Querystring: Record<string, string | undefined>
}>

/** Push and pull of the OCI distribution specification: what Docker engines ask of a registry. */
export function registryPlugin({ dir, maxBlobBytes }: RegistryOptions): FastifyPluginAsync {
  const blobs = new Blobs(join(dir, 'blobs'))
  const stores: Stores = {
    blobs,
    uploads: new Uploads(join(dir, 'uploads'), blobs, maxBlobBytes),
    manifests: new Manifests(dir, blobs),
  }
  return async (app) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    app.setErrorHandler((error, _request, reply) => {
      if (!(error instanceof OciError)) throw error
      return reply
        .code(error.status)
        .headers(error.headers)
        .send(ociErrorBody(error.code, error.message))
    })
    app.addHook('onSend', async (_request, reply) => {
      reply.header('docker-distribution-api-version', 'registry/2.0')
    })
    routes(app, stores)
  }
}

function routes(app: FastifyInstance, stores: Stores): void {
  const on =
    (serve: (target: Target, request: Request, reply: FastifyReply) => unknown) =>
    async (request: Request, reply: FastifyReply) => {
      await serve(readTarget(request.params['*']), request, reply)
      return reply
    }
  app.get('/v2/', () => ({}))
  app.get(
    '/v2/*',
    on((target, request, reply) => get(stores, target, request, reply)),
  )
  app.post(
    '/v2/*',
    on((target, request, reply) => post(stores, target, request, reply)),
  )
  app.patch(
    '/v2/*',
    on((target, request, reply) => patch(stores, target, request, reply)),
  )
  app.put(
    '/v2/*',
    on((target, request, reply) => put(stores, target, request, reply)),
  )
}

function get(
  { blobs, uploads, manifests }: Stores,
  target: Target,
  request: Request,
  reply: FastifyReply,
): unknown {
  if (target.kind === 'tags')
    return reply.send({ name: target.name, tags: manifests.tags(target.name) })
  if (target.kind === 'upload')
    return progress(reply.code(204), target.name, target.id, uploads.sizeOf(target.id)).send()
  if (target.kind === 'manifest') {
    const { digest, mediaType } = manifests.find(target.name, target.reference)
    return send(request, reply.type(mediaType), blobs, digest)
  }
  if (target.kind !== 'blob') throw unsupported()
  return send(request, reply.type('application/octet-stream'), blobs, target.digest)
}

/** Sends a blob, or the part of it that was asked for. */
function send(request: Request, reply: FastifyReply, blobs: Blobs, digest: string): unknown {
  const size = blobs.sizeOf(digest)
  if (size === undefined) throw new OciError('BLOB_UNKNOWN', `the blob ${digest} is not here`)
  const range = rangeAsked(request, size)
  const end = range?.end ?? size - 1
  if (range) reply.code(206).header('content-range', `bytes ${range.start}-${end}/${size}`)
  reply
    .header('docker-content-digest', digest)
    .header('accept-ranges', 'bytes')
    .header('content-length', String(range ? end - range.start + 1 : size))
  // A stream, though empty: without one the length would be set to 0.
  return reply.send(request.method === 'HEAD' ? Readable.from([]) : blobs.read(digest, range))
}

/** The range of a request that takes a download up again; any other is answered whole. */
function rangeAsked({ headers }: Request, size: number): ByteRange | undefined {
  const [, from, to] = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(headers.range ?? '') ?? []
  if (from === undefined) return undefined
  const [start, end] = [Number(from), Math.min(to ? Number(to) : size - 1, size - 1)]
  if (start <= end) return { start, end }
  throw new OciError('SIZE_INVALID', `the blob has ${size} bytes`, { status: 416 })
}

async function post(
  { blobs, uploads }: Stores,
  target: Target,
  { query, body }: Request,
  reply: FastifyReply,
): Promise<unknown> {
  if (target.kind !== 'uploads') throw unsupported()
  const { name } = target
  // Blobs are shared by all repositories, so that there is nothing to mount.
  if (query.mount !== undefined && blobs.sizeOf(readDigest(query.mount)) !== undefined)
    return created(reply, name, query.mount)
  const digest = query.digest === undefined ? undefined : readDigest(query.digest)
  const id = uploads.begin()
  if (digest === undefined) return progress(reply.code(202), name, id, 0).send()
  if (body instanceof Readable) await uploads.append(id, body)
  uploads.finish(id, digest)
  return created(reply, name, digest)
}

async function patch(
  { uploads }: Stores,
  target: Target,
  { headers, body }: Request,
  reply: FastifyReply,
): Promise<unknown> {
  if (target.kind !== 'upload') throw unsupported()
  const [, from] = /^(?:bytes )?(\d{1,15})-/.exec(headers['content-range'] ?? '') ?? []
  const start = from === undefined ? undefined : Number(from)
  const size = await uploads.append(target.id, readable(body), start)
  return progress(reply.code(202), target.name, target.id, size).send()
}

async function put(
  stores: Stores,
  target: Target,
  { headers, query, body }: Request,
  reply: FastifyReply,
): Promise<unknown> {
  if (target.kind === 'upload') {
    const digest = readDigest(query.digest)
    if (body instanceof Readable) await stores.uploads.append(target.id, body)
    stores.uploads.finish(target.id, digest)
    return created(reply, target.name, digest)
  }
  if (target.kind !== 'manifest') throw unsupported()
  const mediaType = (headers['content-type'] ?? '').split(';')[0]!.trim()
  const bytes = await readManifest(readable(body))
  const { digest } = stores.manifests.put(target.name, target.reference, mediaType, bytes)
  return reply
    .code(201)
    .header('location', `/v2/${target.name}/manifests/${digest}`)
    .header('docker-content-digest', digest)
    .send()
}

async function readManifest(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_MANIFEST_BYTES)
      throw new OciError('SIZE_INVALID', `a manifest may have ${MAX_MANIFEST_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const readable = (body: unknown): Readable => (body instanceof Readable ? body : Readable.from([]))

function progress(reply: FastifyReply, name: string, id: string, size: number): FastifyReply {
  return reply
    .header('location', `/v2/${name}/blobs/uploads/${id}`)
    .header('docker-upload-uuid', id)
    .header('range', rangeOf(size))
}

function created(reply: FastifyReply, name: string, digest: string): unknown {
  return reply
    .code(201)
    .header('location', `/v2/${name}/blobs/${digest}`)
    .header('docker-content-digest', digest)
    .send()
}

const unsupported = () => new OciError('UNSUPPORTED', 'the method is not supported here')

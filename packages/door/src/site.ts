import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, relative } from 'node:path'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'

/** Options of {@link site}. */
export interface SiteOptions {
  /** Folder of built files. It is listed once, at the first request. */
  folder: string
  /** File that answers addresses that lead nowhere. */
  fallback: string
  /** Status of that answer: 404, or 200 for a page that reads its address itself. */
  fallbackStatus: 200 | 404
}

/** Headers of every page this project serves: nothing inline, nothing from elsewhere, no frames. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  vary: 'Accept-Encoding, Cookie, Origin, Sec-Fetch-Site',
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.txt': 'text/plain; charset=utf-8',
}

/** Built files whose names have a digest of their content: they never change. */
const HASHED = /^assets\/.+[-.][\w-]{8,}\.\w+$/

/** Serves a folder of built files, `index.html` for the folder itself, at the prefix it gets. */
export const site =
  ({ folder, fallback, fallbackStatus }: SiteOptions): FastifyPluginAsync =>
  async (app) => {
    let names: ReadonlySet<string> | undefined
    const { prefix } = app
    app.addHook('onRequest', async (_request, reply) => void reply.headers(PAGE_HEADERS))
    app.get('/*', async (request: FastifyRequest, reply) => {
      names ??= filesOf(folder)
      const asked = (request.params as { '*': string })['*']
      const name = asked === '' || asked.endsWith('/') ? `${asked}index.html` : asked
      return names.has(name)
        ? answer(request, reply, { folder, name, names })
        : answer(request, reply.code(extname(asked) === '' ? fallbackStatus : 404), {
            folder,
            name: fallback,
            names,
          })
    })
    if (prefix !== '')
      app.get('/', { prefixTrailingSlash: 'no-slash' }, (_request, reply) =>
        reply.redirect(`${prefix}/`),
      )
  }

/** Only what is listed is served, so that no address leads out of the folder. */
const filesOf = (folder: string): ReadonlySet<string> =>
  new Set(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/')),
  )

/**
 * The port may belong to another version tomorrow: a browser asks each time whether a file changed
 * whose name does not say so. A file that was compressed ahead is sent as that.
 */
async function answer(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  { folder, name, names }: { folder: string; name: string; names: ReadonlySet<string> },
): Promise<unknown> {
  const isSmall = names.has(`${name}.gz`) && /\bgzip\b/.test(headers['accept-encoding'] ?? '')
  const content = await readFile(join(folder, isSmall ? `${name}.gz` : name))
  const tag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`
  reply.headers({
    etag: tag,
    'cache-control': HASHED.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
    ...(isSmall ? { 'content-encoding': 'gzip' } : {}),
  })
  if (headers['if-none-match'] === tag) return reply.code(304).send()
  return reply.type(TYPES[extname(name)] ?? 'application/octet-stream').send(content)
}

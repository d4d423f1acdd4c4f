import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'

/** Content types of files of pages, by the end of their names. */
const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
}
/** Built files whose names have a digest of their content: they never change. */
const HASHED = /^assets\/.+[-.][\w-]{8,}\.\w+$/

/** Options of {@link folderRoutes}. */
export interface FolderOptions {
  /** File that unknown paths without an extension show: the page finds its way by itself. */
  fallback?: string
}

/**
 * Serves the files of a folder, those compressed ahead (`.gz`) where the client takes them. The
 * list of files is read once, so that no path leads out of the folder.
 */
export function folderRoutes(folder: string, { fallback }: FolderOptions = {}): FastifyPluginAsync {
  const files = new Set(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')),
  )
  const named = (path: string): string | undefined => {
    const found = [path, `${path}.html`, join(path, 'index.html')].find((name) => files.has(name))
    return found ?? (extname(path) === '' ? fallback : undefined)
  }
  return async (app) => {
    app.get<{ Params: { '*': string } }>('/*', (request, reply) => {
      const name = named(request.params['*'])
      return name === undefined ? reply.callNotFound() : send(name, request, reply)
    })
  }

  function send(name: string, { headers }: FastifyRequest, reply: FastifyReply): FastifyReply {
    const isSmall = /\bgzip\b/.test(headers['accept-encoding'] ?? '') && files.has(`${name}.gz`)
    if (isSmall) reply.header('content-encoding', 'gzip')
    return reply
      .type(TYPES[extname(name)] ?? 'application/octet-stream')
      .header(
        'cache-control',
        HASHED.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
      )
      .send(readFileSync(join(folder, isSmall ? `${name}.gz` : name)))
  }
}

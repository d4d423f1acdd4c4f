import type { FastifyPluginAsync } from 'fastify'
import { described } from '../api/described.ts'
import type { Change, Changes } from './changes.ts'

/** Most pages that follow the network at once. */
const MOST_FEEDS = 100
/** Changes within this time are told together, each once, in ms. */
const TOGETHER_MS = 50
/** A page that has so many bytes unread is dropped; it asks for everything when it comes again. */
const MOST_UNREAD = 256 * 1024

/**
 * `GET /feed`: server-sent events, one for each change, as {@link Change}. They say what to look at
 * again and hold nothing of it, so that they need no session.
 */
export function feedRoutes(changes: Changes): FastifyPluginAsync {
  let feeds = 0
  return async (app) => {
    app.get(
      '/feed',
      { schema: described('feed', 'Follow changes as server-sent events') },
      (_request, reply) => {
        if (feeds >= MOST_FEEDS) return reply.code(503).send({ error: 'Too many open pages.' })
        feeds += 1
        reply.hijack()
        const { raw } = reply
        raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
        raw.write('retry: 1000\n\n')
        const end = forward(changes, (text) => {
          if (raw.writableLength > MOST_UNREAD) raw.destroy()
          else raw.write(text)
        })
        raw.once('close', () => {
          feeds -= 1
          end()
        })
      },
    )
  }
}

/** Writes changes as events; returns what ends that. */
function forward(changes: Changes, write: (text: string) => void): () => void {
  const waiting = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    timer = undefined
    write([...waiting].map((change) => `data: ${change}\n\n`).join(''))
    waiting.clear()
  }
  const stop = changes.listen((change: Change) => {
    waiting.add(JSON.stringify(change))
    timer ??= setTimeout(flush, TOGETHER_MS)
  })
  return () => {
    stop()
    clearTimeout(timer)
  }
}

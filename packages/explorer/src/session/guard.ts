import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import { askerOf } from './own-page.ts'
import type { Session, Sessions } from './sessions.ts'

/** Header that carries the key of a session. */
const KEY_HEADER = 'x-explorer-key'

/** Refuses pages of other origins, whatever they ask of the API. */
export const refuseOtherPages: onRequestAsyncHookHandler = async (request, reply) => {
  if (askerOf(request) === 'other')
    await reply.code(403).send({ error: 'Only the explorer’s own page may use its API.' })
}

/** A hook for routes that need a session: those that control the network or show private data. */
export function requireSession(sessions: Sessions): onRequestAsyncHookHandler {
  return async (request, reply) => {
    if (!hasSession(request, sessions))
      await reply.code(401).send({
        error: 'This needs a session.',
        help: 'Run "iexec-sim open", which opens the explorer with one.',
      })
  }
}

/** Whether a request is of this door's own page and brings both halves of a session. */
export function hasSession(request: FastifyRequest, sessions: Sessions): boolean {
  if (askerOf(request) !== 'own') return false
  const key = request.headers[KEY_HEADER]
  const halves: Partial<Session> = {
    ...cookieOf(request),
    ...(typeof key === 'string' ? { key } : {}),
  }
  return sessions.holds(halves)
}

/** `Set-Cookie` of a session. Cookies are shared by all ports of a host, so its name has the port. */
export function cookieHeader(request: FastifyRequest, { cookie }: Session): string {
  const secure = request.protocol === 'https' ? '; Secure' : ''
  return `${cookieName(request)}=${cookie}; Path=/; HttpOnly; SameSite=Strict${secure}`
}

const cookieName = ({ port, protocol }: FastifyRequest): string =>
  `iexec-sim-explorer-${port ?? (protocol === 'https' ? 443 : 80)}`

function cookieOf(request: FastifyRequest): { cookie?: string } {
  const name = `${cookieName(request)}=`
  const found = request.headers.cookie?.split('; ').find((pair) => pair.startsWith(name))
  return found === undefined ? {} : { cookie: found.slice(name.length) }
}

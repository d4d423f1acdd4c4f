import { timingSafeEqual } from 'node:crypto'
import type { onRequestAsyncHookHandler } from 'fastify'
import { errorBody } from './error-body.ts'

/**
 * Whether an `Authorization` header carries the bearer token; takes the same time whatever the
 * header carries.
 */
export function hasControlToken(authorization: string | undefined, token: string): boolean {
  const given = Buffer.from(authorization ?? '')
  const expected = Buffer.from(`Bearer ${token}`)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** A hook for routes only the network's operator may use. */
export function requireControlToken(token: string): onRequestAsyncHookHandler {
  return async (request, reply) => {
    if (!hasControlToken(request.headers.authorization, token))
      await reply.code(401).send(errorBody(401, 'control token missing or wrong', request.url))
  }
}

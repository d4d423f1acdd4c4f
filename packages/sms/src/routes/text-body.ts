import type { FastifyInstance, FastifyRequest } from 'fastify'

/** A secret is at most this many bytes of UTF-8. */
const LARGEST_SECRET_BYTES = 4096

/** Whether a value is too long to be a secret. */
export const isTooLong = (value: string): boolean => Buffer.byteLength(value) > LARGEST_SECRET_BYTES

/**
 * Reads every body as text, with any content type: secrets are raw text and clients label them as
 * they like.
 */
export function acceptTextBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
}

/**
 * The signature and the value of a write, or `undefined` when either is missing (the caller
 * responds with 400).
 */
export function signedValue(
  request: FastifyRequest,
): { signature: string; value: string } | undefined {
  const signature = request.headers.authorization
  const value = request.body
  return signature && typeof value === 'string' && value !== '' ? { signature, value } : undefined
}

import type { onRequestAsyncHookHandler } from 'fastify'

/** What the explorer's page may load and do: its own files and its own API, nothing else. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Sent with every answer, files and API alike. */
const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  vary: 'Accept-Encoding, Cookie, Origin, Sec-Fetch-Site',
}

/** Adds the headers that keep other pages out and hostile content harmless. */
export const securityHeaders: onRequestAsyncHookHandler = async (_request, reply) => {
  reply.headers(HEADERS)
}

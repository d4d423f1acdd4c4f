import type { FastifyRequest } from 'fastify'

/**
 * Origin of a request as its browser states it: this very door's own page, another page, or no page
 * at all (a program).
 */
export type Asker = 'own' | 'other' | 'none'

/**
 * Tells pages apart by `Origin` and `Sec-Fetch-Site`, which no page can set. Another port of
 * loopback is another page: it is the same site, so that `SameSite` cookies reach this one.
 */
export function askerOf({ headers, protocol, host }: FastifyRequest): Asker {
  const { origin } = headers
  if (origin !== undefined) return origin === `${protocol}://${host}` ? 'own' : 'other'
  const site = headers['sec-fetch-site']
  if (site === undefined) return 'none'
  return site === 'same-origin' ? 'own' : site === 'none' ? 'none' : 'other'
}

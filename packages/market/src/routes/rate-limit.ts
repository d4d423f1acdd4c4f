import type { Clock } from '@iexec-sim/base'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { MarketFailure } from '../failure.ts'

/** Maximum number of requests of one address within a time. */
export interface RateLimit {
  /** Requests of one client in a window. */
  max: number
  /** Length of a window, milliseconds. */
  windowMs: number
}

const MOST_ADDRESSES = 10_000

/** The network's own pages, and a machine's own requests where the door listens on IPv6. */
const isExempt = ({ ip, headers: { origin } }: FastifyRequest): boolean =>
  ip === '::ffff:127.0.0.1' || /^https:\/\/([\w-]+\.)*iex\.ec$/.test(origin ?? '')

/** Refuses requests of an address beyond its share with status 429. */
export function useRateLimit(
  app: FastifyInstance,
  { max, windowMs }: RateLimit,
  clock: Clock,
): void {
  const seen = new Map<string, { count: number; until: number }>()
  app.addHook('onRequest', async (request) => {
    if (isExempt(request)) return
    const { ip } = request
    const now = clock.now()
    const entry = seen.get(ip)
    if (!entry || entry.until <= now) {
      if (seen.size >= MOST_ADDRESSES) seen.clear()
      seen.set(ip, { count: 1, until: now + windowMs })
      return
    }
    entry.count += 1
    if (entry.count > max) throw new MarketFailure(429, 'Rate limit exceeded')
  })
}

import type { Clock } from '@iexec-sim/protocol'
import type { FastifyInstance } from 'fastify'
import { MarketFailure } from '../failure.ts'

/** How many requests one address may send within a time. */
export interface RateLimit {
  max: number
  windowMs: number
}

const MOST_ADDRESSES = 10_000

/** Refuses with 429 what an address sends beyond its share. */
export function useRateLimit(app: FastifyInstance, { max, windowMs }: RateLimit, clock: Clock): void {
  const seen = new Map<string, { count: number; until: number }>()
  app.addHook('onRequest', async ({ ip }) => {
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

import type { QueryClient } from '@tanstack/react-query'
import type { Change } from '../../../src/feed/changes.ts'

/** Follows the network's feed: what a change is about is read again. */
export function follow(queries: QueryClient): void {
  const feed = new EventSource('/api/feed')
  let wasLost = false
  const refresh = refresher(queries)
  feed.onmessage = ({ data }) => refresh(JSON.parse(data) as Change)
  feed.onerror = () => {
    wasLost = true
    tell(false)
  }
  feed.onopen = () => {
    tell(true)
    if (wasLost) void queries.invalidateQueries()
    wasLost = false
  }
}

/**
 * Reads again what changes are about. Changes that come meanwhile wait, so that a page that is slow
 * to read gets its answer, however fast they come.
 */
function refresher(queries: QueryClient): (change: Change) => void {
  let waiting: Change[] = []
  let isReading = false
  return async (change) => {
    waiting.push(change)
    if (isReading) return
    isReading = true
    while (waiting.length > 0) {
      const told = waiting
      waiting = []
      await queries.invalidateQueries({
        predicate: ({ meta }) => told.some((one) => isAbout(one, meta)),
      })
    }
    isReading = false
  }
}

function isAbout({ topic, id }: Change, meta: Record<string, unknown> | undefined): boolean {
  const topics = (meta?.topics ?? []) as readonly string[]
  return topics.includes(topic) && (!meta?.id || !id || meta.id === id)
}

const listeners = new Set<() => void>()
let isConnected = true

/** Whether the feed is connected, for `useSyncExternalStore`. */
export const connection = {
  subscribe: (listener: () => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
  get: (): boolean => isConnected,
}

function tell(connected: boolean): void {
  isConnected = connected
  for (const listener of listeners) listener()
}

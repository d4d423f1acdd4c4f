import type { QueryClient } from '@tanstack/react-query'
import type { Change } from '../../../src/feed/changes.ts'

/** Follows the network's feed: what a change is about is read again. */
export function follow(queries: QueryClient): void {
  const feed = new EventSource('/api/feed')
  let wasLost = false
  feed.onmessage = ({ data }) => {
    const { topic } = JSON.parse(data) as Change
    void queries.invalidateQueries({
      predicate: ({ meta }) => (meta?.topics as string[] | undefined)?.includes(topic) ?? false,
    })
  }
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

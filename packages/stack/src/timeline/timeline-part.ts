import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SnapshotPart } from '@iexec-sim/snapshot'
import type { LiveLogs, TimelineBook } from '@iexec-sim/timeline'

const FILE = 'timeline.json'

/**
 * The timeline's part of snapshots: a few numbers. Its records stay in the network's own book, so
 * that a snapshot from elsewhere brings none.
 */
export const timelinePart = (timeline: TimelineBook, liveLogs: LiveLogs): SnapshotPart => ({
  name: 'timeline',
  save: (dir) => writeFileSync(join(dir, FILE), JSON.stringify(timeline.save()), { mode: 0o600 }),
  restore: (dir) => {
    liveLogs.clear()
    timeline.restore(savedIn(join(dir, FILE)))
  },
})

function savedIn(file: string): ReturnType<TimelineBook['save']> | undefined {
  try {
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
  } catch {
    return undefined
  }
}

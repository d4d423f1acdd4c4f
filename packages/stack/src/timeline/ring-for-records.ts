import type { Changes, Topic } from '@iexec-sim/explorer'
import type { LiveLogs, TimelineBook } from '@iexec-sim/timeline'

/** All that a restore may have changed. */
const RESTORED: readonly Topic[] = [
  'block',
  'clock',
  'logs',
  'secrets',
  'snapshots',
  'task',
  'timeline',
  'workers',
]

/** Tells the explorer's pages of each record of the timeline and of each text an app prints. */
export function ringForRecords(changes: Changes, timeline: TimelineBook, liveLogs: LiveLogs): void {
  timeline.subscribe((change) => {
    if (change.kind === 'step') changes.ring('timeline', change.step.taskId)
    if (change.kind === 'finding') changes.ring('timeline', change.finding.taskId)
    if (change.kind === 'secret') changes.ring('secrets', change.event.taskId)
    if (change.kind === 'restored') for (const topic of RESTORED) changes.ring(topic)
  })
  liveLogs.subscribe(({ taskId }) => changes.ring('logs', taskId))
}

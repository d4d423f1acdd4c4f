import type { Step } from '@iexec-sim/timeline'

/** Services in the order of their lanes. Those of a worker come together. */
const ORDER = ['chain', 'workerpool', 'sms', 'provisioning', 'worker', 'enclave', 'storage']

/** A step at its place in a lane. */
interface Placed {
  /** The step. */
  step: Step
  /** Its row in the lane, from 0: steps at the same time have different ones. */
  row: number
}

/** Steps of one service or actor. */
export interface Lane {
  /** What it is called. */
  label: string
  /** Number of rows. */
  rows: number
  /** Its steps in the order they began. */
  steps: Placed[]
}

/**
 * Arranges steps in lanes. `apartMs`: time that a mark takes up in the picture, so that no two
 * overlap; `now`: end of steps that run, ms since 1970.
 */
export function lanesOf(steps: readonly Step[], apartMs: number, now: number): Lane[] {
  return [...Map.groupBy(steps, keyOf)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, of]) => ({ label: labelOf(of[0]!), ...placed(of, apartMs, now) }))
}

function keyOf({ service, actor = '' }: Step): string {
  const place = ORDER.indexOf(service)
  const isOfWorker = service === 'worker' || service === 'enclave'
  return isOfWorker ? `4 ${actor.padStart(20)} ${place}` : `${place} ${actor}`
}

const labelOf = ({ service, actor }: Step): string =>
  service === 'worker' ? (actor ?? service) : actor ? `${service} ${actor}` : service

function placed(steps: readonly Step[], apartMs: number, now: number): Omit<Lane, 'label'> {
  /** End of the last step of each row. */
  const ends: number[] = []
  const result = steps.map((step) => {
    const free = ends.findIndex((end) => end <= step.startedAt)
    const row = free === -1 ? ends.length : free
    ends[row] = Math.max(step.endedAt ?? endOf(step, now), step.startedAt + apartMs)
    return { step, row }
  })
  return { rows: ends.length, steps: result }
}

/** End of a step: now, for one that runs. */
export const endOf = ({ startedAt, endedAt, outcome }: Step, now: number): number =>
  endedAt ?? (outcome === 'running' ? Math.max(now, startedAt) : startedAt)

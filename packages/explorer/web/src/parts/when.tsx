import { useSyncExternalStore } from 'react'
import type { Clock } from '../../../src/schema/clock.ts'
import { useApi } from '../live/use-api.ts'

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const
const FORMAT = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
/** Relative times are read again this often, in ms. */
const EVERY_MS = 10_000

/** How long ago a time is, or how far ahead, in words. */
function relativeTime(ms: number, now: number): string {
  const apart = ms - now
  const [unit, size] = UNITS.find(([, size]) => Math.abs(apart) >= size) ?? UNITS[3]
  return FORMAT.format(Math.trunc(apart / size), unit)
}

/**
 * A time in words, with the exact one in the title. `at`: ISO 8601, or ms since 1970, by the
 * network's clock or, if `byMachine`, by the machine's.
 */
export function When({ at, byMachine = false }: { at: string | number; byMachine?: boolean }) {
  const clock = useApi<Clock>('/clock', ['clock'])
  useSyncExternalStore(everySoOften, () => Math.floor(Date.now() / EVERY_MS))
  const time = new Date(at)
  const now = byMachine ? Date.now() : networkNow(clock.data)
  if (time.getTime() === 0) return <span title="It was there first">at the genesis</span>
  return (
    <time dateTime={time.toISOString()} title={time.toISOString()}>
      {now === undefined ? time.toISOString().slice(11, 19) : relativeTime(time.getTime(), now)}
    </time>
  )
}

/** The network's time, in ms since 1970; `undefined` until its clock was read. */
const networkNow = (clock: Clock | undefined): number | undefined =>
  clock && (clock.frozen ? Date.parse(clock.now) : Date.now() + clock.aheadMs)

function everySoOften(listener: () => void): () => void {
  const timer = setInterval(listener, EVERY_MS)
  return () => clearInterval(timer)
}

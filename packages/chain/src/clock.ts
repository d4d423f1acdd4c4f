import { type Clock, SimError, type Timer } from '@iexec-sim/base'

/** The network's clock, with the handles that move it. */
export interface NetworkClock extends Clock {
  /** Moves time forward; timers in between fire. Negative steps are refused. */
  advance(ms: number): void
  /** Moves time to a moment, which must not lie in the past. */
  set(atMs: number): void
  /** Stops time; it still can be moved. */
  freeze(): void
  /** Lets time run on from where it stands. */
  resume(): void
  /** Whether time stands still. */
  readonly isFrozen: boolean
  /** Its relation to the machine's clock. */
  state(): ClockState
  /** Stands as it stood once, which may lie in the past; timers that are due then fire. */
  restore(state: ClockState): void
}

/**
 * A running clock has an offset to the machine's clock, in ms; a frozen one has a fixed time, ms
 * since 1970.
 */
export type ClockState = { aheadMs: number } | { frozenAtMs: number }

interface Pending {
  atMs: number
  callback: () => void
}

/**
 * Last moment time may be moved to, ms: the end of the year 9999, the last that all clients can
 * write dates.
 */
export const LATEST_MS = Date.UTC(10_000, 0) - 1

/** Longest delay the runtime's own timers take; longer waits are made of several. */
const LONGEST_DELAY_MS = 2 ** 31 - 1

/** Makes a clock that runs with the machine's, from `now` on. */
export function createClock({ now = Date.now() }: { now?: number } = {}): NetworkClock {
  let base = now
  let elapsed: (() => number) | undefined = stopwatch()
  const pending = new Set<Pending>()
  let wake: NodeJS.Timeout | undefined

  const read = () => Math.floor(base + (elapsed?.() ?? 0))
  const fire = () => {
    const due = [...pending].filter(({ atMs }) => atMs <= read()).sort((a, b) => a.atMs - b.atMs)
    try {
      for (const timer of due) if (pending.delete(timer)) timer.callback()
    } finally {
      // A callback that throws does not take the other timers with it.
      schedule()
    }
  }
  const schedule = () => {
    clearTimeout(wake)
    if (pending.size === 0) return
    const next = Math.min(...[...pending].map(({ atMs }) => atMs)) - read()
    if (elapsed === undefined && next > 0) return
    wake = setTimeout(fire, Math.min(Math.max(next, 0), LONGEST_DELAY_MS)).unref()
  }
  const moveTo = (atMs: number) => {
    base = atMs
    if (elapsed) elapsed = stopwatch()
    fire()
  }
  return {
    now: read,
    at(atMs, callback): Timer {
      const timer = { atMs, callback }
      pending.add(timer)
      schedule()
      return {
        cancel: () => {
          pending.delete(timer)
          schedule()
        },
      }
    },
    advance(ms) {
      if (!(ms >= 0)) throw new SimError('TIME_BACKWARDS', { value: `${ms} ms` })
      moveTo(read() + ms)
    },
    set(atMs) {
      if (!(atMs >= read())) throw new SimError('TIME_BACKWARDS', { value: moment(atMs) })
      moveTo(atMs)
    },
    freeze() {
      base = read()
      elapsed = undefined
      schedule()
    },
    resume() {
      elapsed ??= stopwatch()
      schedule()
    },
    get isFrozen() {
      return elapsed === undefined
    },
    state: () => (elapsed ? { aheadMs: read() - Date.now() } : { frozenAtMs: base }),
    restore(state) {
      elapsed = 'aheadMs' in state ? stopwatch() : undefined
      base = 'aheadMs' in state ? Date.now() + state.aheadMs : state.frozenAtMs
      fire()
    },
  }
}

/**
 * Milliseconds since it was made. Never runs back when the machine's date does, and counts the time
 * the machine slept.
 */
function stopwatch(): () => number {
  const steady = performance.now()
  const date = Date.now()
  let last = 0
  return () => {
    last = Math.max(last, performance.now() - steady, Date.now() - date)
    return last
  }
}

const moment = (atMs: number): string => {
  const date = new Date(atMs)
  return Number.isNaN(date.getTime()) ? String(atMs) : date.toISOString()
}

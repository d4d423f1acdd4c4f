import { type Clock, SimError, type Timer } from '@iexec-sim/protocol'

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
}

interface Pending {
  atMs: number
  callback: () => void
}

/** Longest delay the runtime's own timers take; longer waits are made of several. */
const LONGEST_DELAY_MS = 2 ** 31 - 1

/** Makes a clock that runs with the machine's, from `now` on. */
export function createClock({ now = Date.now() }: { now?: number } = {}): NetworkClock {
  let base = now
  let since: number | undefined = performance.now()
  const pending = new Set<Pending>()
  let wake: NodeJS.Timeout | undefined

  const read = () => Math.floor(base + (since === undefined ? 0 : performance.now() - since))
  const fire = () => {
    const due = [...pending].filter(({ atMs }) => atMs <= read()).sort((a, b) => a.atMs - b.atMs)
    for (const timer of due) if (pending.delete(timer)) timer.callback()
    schedule()
  }
  const schedule = () => {
    clearTimeout(wake)
    if (since === undefined || pending.size === 0) return
    const next = Math.min(...[...pending].map(({ atMs }) => atMs)) - read()
    wake = setTimeout(fire, Math.min(Math.max(next, 0), LONGEST_DELAY_MS)).unref()
  }
  const moveTo = (atMs: number) => {
    base = atMs
    if (since !== undefined) since = performance.now()
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
      if (!(atMs >= read())) throw new SimError('TIME_BACKWARDS', { value: new Date(atMs).toISOString() })
      moveTo(atMs)
    },
    freeze() {
      base = read()
      since = undefined
      schedule()
    },
    resume() {
      since ??= performance.now()
      schedule()
    },
  }
}

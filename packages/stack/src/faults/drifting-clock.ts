import type { Clock } from '@iexec-sim/base'

/**
 * A service's own clock, a number of milliseconds ahead of another. A timer keeps the drift it was
 * set at.
 */
export function driftingClock(clock: Clock, driftMs: () => number): Clock {
  return {
    now: () => clock.now() + driftMs(),
    at: (atMs, callback) => clock.at(atMs - driftMs(), callback),
  }
}

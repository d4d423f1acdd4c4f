/** A timer that has been set and can be taken back. */
export interface Timer {
  /** Cancels the timer; does nothing once it has fired. */
  cancel(): void
}

/**
 * The one clock of a network: chain, scheduler, retention and tokens read time here and nowhere
 * else.
 */
export interface Clock {
  /** Milliseconds since 1970, moved by time travel. */
  now(): number
  /** Calls back once, when the clock reaches `atMs` (at once when that is past). */
  at(atMs: number, callback: () => void): Timer
}

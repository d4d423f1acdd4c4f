/** Exit codes of every command. */
export const EXIT = {
  success: 0,
  /** The command was understood and failed; for `run`: the task did not complete. */
  failure: 1,
  /** The command line was wrong: nothing was done. */
  usage: 2,
  /** No network is running. */
  notRunning: 3,
  /** A task gave a canary away, whether it completed or not. */
  leak: 4,
} as const

/** Ends a command with an exit code and no word of its own. */
export class Exit extends Error {
  readonly code: number

  /** @param code one of {@link EXIT}, or what another program ended with */
  constructor(code: number) {
    super(`exit ${code}`)
    this.code = code
  }
}

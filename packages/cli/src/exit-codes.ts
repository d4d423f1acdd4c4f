/** Exit codes of every command. */
export const EXIT = {
  success: 0,
  /** The command was understood and failed; for `run`: the task did not complete. */
  failure: 1,
  /** The command line was wrong: nothing was done. */
  usage: 2,
  /** There is no network to speak to. */
  notRunning: 3,
} as const

/** Exit code of a command. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Ends a command with an exit code and no word of its own. */
export class Exit extends Error {
  readonly code: ExitCode

  constructor(code: ExitCode) {
    super(`exit ${code}`)
    this.code = code
  }
}

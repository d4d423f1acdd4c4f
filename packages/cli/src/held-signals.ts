import type { ChildProcess } from 'node:child_process'

/** Keeps SIGINT and SIGTERM from ending this process before it has cleaned up; a command that runs is told of them. */
export class HeldSignals implements Disposable {
  /** The first one that came. */
  received: NodeJS.Signals | undefined
  #child: ChildProcess | undefined
  readonly #hold = (signal: NodeJS.Signals): void => {
    this.received ??= signal
    // Ctrl-C reaches the command by the terminal already.
    if (signal === 'SIGTERM') this.#child?.kill(signal)
  }

  constructor() {
    process.on('SIGINT', this.#hold).on('SIGTERM', this.#hold)
  }

  /** Signals that come from now on are for a command, too. */
  passOnTo(child: ChildProcess): void {
    this.#child = child
  }

  [Symbol.dispose](): void {
    process.off('SIGINT', this.#hold).off('SIGTERM', this.#hold)
  }
}

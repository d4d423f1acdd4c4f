import type { ChildProcess } from 'node:child_process'
import { onEndingSignal } from './ending-signals.ts'

/**
 * Keeps signals from ending this process before it has cleaned up, and passes them on to the
 * running command.
 */
export class HeldSignals implements Disposable {
  /** The first one that came. */
  received: NodeJS.Signals | undefined
  #child: ChildProcess | undefined
  readonly #held = onEndingSignal((signal) => {
    this.received ??= signal
    // Ctrl-C reaches the command by the terminal already.
    if (signal !== 'SIGINT') this.#child?.kill(signal)
  })

  /** Signals that come from now on are for a command, too. */
  passOnTo(child: ChildProcess): void {
    this.#child = child
  }

  [Symbol.dispose](): void {
    this.#held[Symbol.dispose]()
  }
}

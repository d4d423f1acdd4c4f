import type Docker from 'dockerode'
import { NoAnswer } from './no-answer.ts'

/** Milliseconds a killed container has to end: after that its engine is taken to hang. */
const KILL_GRACE_MS = 60_000
/** A longer timer would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/**
 * Kills a running container when its time is over or its run is aborted, and notices when the
 * engine does not do it.
 */
export class ContainerEnd implements Disposable {
  readonly #container: Docker.Container
  readonly #signal: AbortSignal | undefined
  readonly #hangs = Promise.withResolvers<never>()
  readonly #limit: NodeJS.Timeout
  #grace: NodeJS.Timeout | undefined
  #isOver = false
  #isTimedOut = false
  readonly #abort = () => this.kill()

  /** `timeLimitMs`: milliseconds the container may run from now on. */
  constructor(container: Docker.Container, timeLimitMs: number, signal: AbortSignal | undefined) {
    this.#container = container
    this.#signal = signal
    this.#hangs.promise.catch(() => {})
    this.#limit = setTimeout(() => this.#timeOut(), Math.min(timeLimitMs, LONGEST_TIMER_MS))
    signal?.addEventListener('abort', this.#abort, { once: true })
    if (signal?.aborted) this.#abort()
  }

  /** Whether it was killed because its time was over. */
  get isTimedOut(): boolean {
    return this.#isTimedOut
  }

  /**
   * Settles as `work` does, or rejects when the engine does not kill the container it was told to.
   */
  orHangs<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#hangs.promise])
  }

  #timeOut(): void {
    this.#isTimedOut = true
    this.kill()
  }

  /** Kills the container now. */
  kill(): void {
    void this.#kill()
  }

  async #kill(): Promise<void> {
    try {
      await this.#container.kill()
    } catch (error) {
      // Any other refusal means that it has ended by itself, or the wait tells what is wrong.
      if (error instanceof NoAnswer) this.#hangs.reject(error)
    }
    if (!this.#isOver)
      this.#grace ??= setTimeout(
        () => this.#hangs.reject(new NoAnswer(KILL_GRACE_MS)),
        KILL_GRACE_MS,
      )
  }

  [Symbol.dispose](): void {
    this.#isOver = true // a kill that is under way sets no timer any more
    clearTimeout(this.#limit)
    clearTimeout(this.#grace)
    this.#signal?.removeEventListener('abort', this.#abort)
  }
}

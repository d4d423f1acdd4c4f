import { Turns } from '@iexec-sim/base'
import { RpcFailure } from '../internal/edr.ts'

/** Runs jobs one after the other and refuses them when too many wait. */
export class Lane {
  readonly #turns = new Turns()
  readonly #mostWaiting: number
  #waiting = 0

  /** `mostWaiting` jobs may wait or run. */
  constructor(mostWaiting: number) {
    this.#mostWaiting = mostWaiting
  }

  /**
   * Runs a job when its turn has come. Rejects with the job's error, or with code -32005 at once.
   */
  async run<T>(job: () => Promise<T>): Promise<T> {
    if (this.#waiting >= this.#mostWaiting)
      throw new RpcFailure(
        -32005,
        `too many calls: ${this.#mostWaiting} wait to be executed already`,
      )
    this.#waiting++
    try {
      return await this.#turns.take(job)
    } finally {
      this.#waiting--
    }
  }
}

import { Turns } from '@iexec-sim/base'
import { RpcFailure } from '../internal/edr.ts'

/** Most jobs that may wait. */
const MOST_WAITING = 1_000

/** Runs jobs one after the other and refuses them when too many wait. */
export class Lane {
  readonly #turns = new Turns()
  #waiting = 0

  /**
   * Runs a job when its turn has come. Rejects with the job's error, or with code -32005 at once.
   */
  async run<T>(job: () => Promise<T>): Promise<T> {
    if (this.#waiting >= MOST_WAITING)
      throw new RpcFailure(-32005, `too many calls: ${MOST_WAITING} wait to be executed already`)
    this.#waiting++
    try {
      return await this.#turns.take(job)
    } finally {
      this.#waiting--
    }
  }
}

/**
 * Lets one change of the book come after the other. A check asks the chain and takes its time: what the chain does meanwhile
 * must find the order either not there, and seen by the check, or there.
 */
export class Turns {
  #last: Promise<unknown> = Promise.resolve()

  /** Does a job once those before it are done, whatever became of them. */
  take<T>(job: () => T | Promise<T>): Promise<T> {
    const done = this.#last.then(job)
    this.#last = done.catch(() => {})
    return done
  }
}

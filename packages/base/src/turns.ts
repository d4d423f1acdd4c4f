/** Runs jobs one after the other, in the order they came. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve()

  /** Runs a job after all earlier ones, failed or not; settles as the job does. */
  take<T>(job: () => T | Promise<T>): Promise<T> {
    const done = this.#last.then(job)
    this.#last = done.catch(() => {})
    return done
  }

  /** Resolves when every job that has come so far is over. */
  async idle(): Promise<void> {
    await this.#last
  }
}

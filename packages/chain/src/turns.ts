/** Where jobs run one after the other. */
export class Turns {
  #tail: Promise<unknown> = Promise.resolve()

  /** Runs a job when those before it have ended, however they ended. */
  run<T>(job: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(job, job)
    this.#tail = result.catch(() => {})
    return result
  }

  /** Resolves when the jobs under way have ended. */
  async ended(): Promise<void> {
    await this.#tail
  }
}

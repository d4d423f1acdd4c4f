/** A job that never runs twice at a time: asked for while it runs, it runs once more afterwards. */
export class Again {
  readonly #job: () => Promise<void>
  #running: Promise<void> | undefined
  /** The run after the one under way. */
  #next: Promise<void> | undefined
  #isStopped = false

  constructor(job: () => Promise<void>) {
    this.#job = job
  }

  /**
   * Runs the job, or once more after the run under way; resolves after that. Does nothing after
   * {@link stop}.
   */
  run(): Promise<void> {
    if (this.#isStopped) return Promise.resolve()
    if (this.#running) {
      const goOn = () => {
        this.#next = undefined
        return this.run()
      }
      // A run that failed is reported to those who asked for it; the next one is another.
      this.#next ??= this.#running.then(goOn, goOn)
      return this.#next
    }
    this.#running = this.#job().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  /** Resolves after the requested runs. */
  async idle(): Promise<void> {
    await (this.#next ?? this.#running)
  }

  /** Begins no further run and waits for the one under way. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#running
  }
}

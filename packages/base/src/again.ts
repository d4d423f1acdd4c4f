/** A job that is never run twice at a time: asked for while it runs, it runs once more afterwards. */
export class Again {
  readonly #job: () => Promise<void>
  #running: Promise<void> | undefined
  #isWanted = false
  #isStopped = false

  constructor(job: () => Promise<void>) {
    this.#job = job
  }

  /** Runs the job, or has it run once more; resolves when the run under way is over. Nothing after {@link stop}. */
  run(): Promise<void> {
    if (this.#isStopped) return Promise.resolve()
    if (this.#running) this.#isWanted = true
    this.#running ??= this.#job().finally(() => {
      this.#running = undefined
      if (!this.#isWanted) return
      this.#isWanted = false
      void this.run()
    })
    return this.#running
  }

  /** Begins no further run and waits for the one under way. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#running
  }
}

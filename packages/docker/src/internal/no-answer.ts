/** An engine that takes a call and does not answer it in time. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
  readonly code = 'ENGINE_NO_ANSWER'
  /** Seconds it was waited for. */
  readonly seconds: number

  constructor(milliseconds: number) {
    super(`no answer within ${Math.round(milliseconds / 1000)} s`)
    this.seconds = Math.round(milliseconds / 1000)
  }
}

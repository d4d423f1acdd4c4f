/** A request is refused, with the status and the words of the real service. */
export class MarketFailure extends Error {
  override readonly name = 'MarketFailure'
  readonly status: 400 | 403 | 404 | 429

  constructor(status: 400 | 403 | 404 | 429, message: string) {
    super(message)
    this.status = status
  }
}

/** What is asked for is not well formed. */
export const invalid = (message: string): MarketFailure => new MarketFailure(400, message)
/** What is asked for may not be done. */
export const forbidden = (message: string): MarketFailure => new MarketFailure(403, message)

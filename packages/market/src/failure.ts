/** A request is refused, with the status and the words of the real service. */
export class MarketFailure extends Error {
  override readonly name = 'MarketFailure'
  readonly status: 400 | 403 | 404 | 429

  constructor(status: 400 | 403 | 404 | 429, message: string) {
    super(message)
    this.status = status
  }
}

/** A value as a refusal shows it: never long, and safe for any JSON. */
export const shown = (value: unknown): string => {
  if (typeof value === 'object' && value !== null)
    return Array.isArray(value) ? 'a list' : 'an object'
  return String(value).slice(0, 100)
}

/** The request is malformed. */
export const invalid = (message: string): MarketFailure => new MarketFailure(400, message)
/** The request is not allowed. */
export const forbidden = (message: string): MarketFailure => new MarketFailure(403, message)

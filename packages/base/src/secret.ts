import { inspect } from 'node:util'

const REDACTED = '[secret]'

/**
 * A value that must not be seen: it prints, serialises and interpolates as `[secret]`.
 * Only the SMS store and the enclave launcher call {@link Secret.reveal}.
 */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** The value itself. Every call of this is a place to review. */
  reveal(): string {
    return this.#value
  }

  toString(): string {
    return REDACTED
  }

  toJSON(): string {
    return REDACTED
  }

  [inspect.custom](): string {
    return REDACTED
  }
}

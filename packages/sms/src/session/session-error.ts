import type { TeeSessionGenerationError } from '@iexec-sim/protocol'

/**
 * A session can't be made, for a reason of the real service's list. Carries names and ids only,
 * never a value.
 */
export class SessionError extends Error {
  override readonly name = 'SessionError'
  readonly reason: TeeSessionGenerationError

  constructor(reason: TeeSessionGenerationError) {
    super(reason)
    this.reason = reason
  }
}

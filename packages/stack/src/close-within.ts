import { SimError } from '@iexec-sim/base'

/** Seconds a network has to close. Its engine has the first twelve of them. */
const CLOSING_S = 30

/**
 * Closes what a network opened, or throws `CLOSE_TIMEOUT` when that takes longer than it may: the
 * process is to end then, and what is left in the Docker engine is removed by the next start.
 */
export async function closeWithin(
  closing: AsyncDisposableStack,
  seconds = CLOSING_S,
): Promise<void> {
  const timeout = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => timeout.reject(new SimError('CLOSE_TIMEOUT', { seconds })),
    seconds * 1000,
  )
  try {
    await Promise.race([closing.disposeAsync(), timeout.promise])
  } finally {
    clearTimeout(timer)
  }
}

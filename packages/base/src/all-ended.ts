/**
 * Returns what all promises resolve with. Unlike `Promise.all` it waits for the others when one
 * fails, so that nothing is opened any more once the caller cleans up.
 */
export async function allEnded<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises)
  return Promise.all(promises)
}

import { afterAll, afterEach, beforeEach } from 'vitest'
import { createNetwork } from './create-network.ts'
import { BEFORE_TEST } from './pristine.ts'

export { createNetwork } from './create-network.ts'

/**
 * The network of this test file. What a test does to it is undone when the test is over; what
 * `beforeAll` did stays. Tests that run concurrently in one file would undo each other's work: give
 * each its own with {@link createNetwork}.
 */
export const network = await createNetwork()

beforeEach(async () => {
  await network.snapshots.keep(BEFORE_TEST)
})
afterEach(async () => {
  await network.snapshots.restore(BEFORE_TEST)
})
// Containers that are being started are waited for.
afterAll(() => network.close(), 60_000)

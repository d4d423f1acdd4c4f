import { afterAll, afterEach, beforeEach } from 'vitest'
import { createNetwork } from './create-network.ts'

export { createNetwork } from './create-network.ts'

/** Snapshot of the network as the running test found it. */
const BEFORE = 'before-this-test'

/**
 * The network of this test file. What a test does to it is undone when the test is over; what `beforeAll` did stays. Tests that
 * run concurrently in one file would undo each other's work: give each its own with {@link createNetwork}.
 */
export const network = await createNetwork()

beforeEach(async () => {
  await network.snapshots.save(BEFORE)
})
afterEach(async () => {
  await network.snapshots.restore(BEFORE)
})
// Containers that are being started are waited for.
afterAll(() => network.close(), 60_000)

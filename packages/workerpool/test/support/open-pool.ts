import type { TaskId } from '@iexec-sim/protocol'
import { afterEach } from 'vitest'
import { type PoolWish, TestPool } from './pool.ts'
import { TestWorker, TO_COMPUTED } from './worker.ts'

/** A work clock time of category 0. */
export const CLOCK_MS = 300_000

/** The pool of the running test, once it is opened. */
export let pool: TestPool

/** Opens the pool of the running test. */
export async function open(wish: PoolWish = {}): Promise<void> {
  pool = await TestPool.start(wish)
}

/** Closes the pool after each test of a file. */
export const closeAfterEach = () => afterEach(() => pool.close())

/** A worker that revealed its result of a standard task. */
export async function revealed(taskId: TaskId): Promise<TestWorker> {
  await pool.statuses(taskId, 'INITIALIZED')
  const worker = await TestWorker.join(pool, 2)
  const summary = (await worker.take())!
  await worker.report(taskId, [...TO_COMPUTED, 'CONTRIBUTING'])
  const digest = await worker.contribute(summary, 'result')
  await worker.report(taskId, ['CONTRIBUTED'])
  await pool.statuses(taskId, 'CONSENSUS_REACHED')
  await worker.report(taskId, ['REVEALING'])
  await worker.reveal(taskId, digest)
  await worker.report(taskId, ['REVEALED'])
  return worker
}

import { afterEach, expect, it, vi } from 'vitest'
import { TaskStore } from '../src/tasks/task-store.ts'
import { TestPool } from './support/pool.ts'
import { TestWorker } from './support/worker.ts'

afterEach(() => vi.restoreAllMocks())

it('a full disk while a worker goes away is logged, and the pool goes on', async () => {
  const pool = await TestPool.start()
  const { taskId } = await pool.match()
  await pool.statuses(taskId, 'INITIALIZED')
  const worker = await TestWorker.join(pool, 2, { listens: true })
  await worker.take()
  const save = vi.spyOn(TaskStore.prototype, 'save').mockImplementation(() => {
    throw new Error('database or disk is full')
  })
  await worker.leave()
  // An unhandled rejection would fail the run.
  await vi.waitFor(() => expect(pool.lines.join('')).toContain('database or disk is full'))
  save.mockRestore()
  expect((await pool.get(`/tasks/${taskId}`)).status).toBe(200)
  await pool.close()
})

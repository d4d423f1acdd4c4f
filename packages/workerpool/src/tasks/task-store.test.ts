import type { TaskId } from '@iexec-sim/protocol'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Task } from '../model.ts'
import { TaskStore } from './task-store.ts'

const DAY_MS = 24 * 60 * 60_000
let store: TaskStore
beforeEach(() => {
  store = new TaskStore(':memory:')
})
afterEach(() => store.close())

function keep(taskId: string, status: string): () => unknown {
  store.save({
    taskId,
    finalDeadline: DAY_MS,
    statuses: [{ status, date: '' }],
    replicates: [{ logs: { stdout: 'said', stderr: '' } }],
  } as unknown as Task)
  return () => store.get(taskId as TaskId)!.replicates[0]!.logs
}

it('the logs of finished tasks are dropped three days after the final deadline', () => {
  const over = keep('0x1', 'COMPLETED')
  const running = keep('0x2', 'RUNNING')
  store.purgeLogs(4 * DAY_MS - 1)
  expect(over()).toBeDefined()
  store.purgeLogs(4 * DAY_MS)
  expect(over()).toBeUndefined()
  expect(running()).toBeDefined()
})

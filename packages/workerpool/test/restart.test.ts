import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { TaskStatus } from '@iexec-sim/protocol'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Task } from '../src/client/index.ts'
import { CLOCK_MS, closeAfterEach, open, pool, revealed } from './support/open-pool.ts'
import { TestWorker, TO_COMPUTED } from './support/worker.ts'

closeAfterEach()

describe('a pool that starts again', () => {
  let dir: string
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'iexec-sim-pool-'))
    await open({ dir })
  })
  afterEach(() => rmSync(dir, { recursive: true }))

  it('keeps its tasks, counts running replicates as lost and gives their tasks to others', async () => {
    const { taskId, dealId } = await pool.match()
    await pool.statuses(taskId, 'INITIALIZED')
    const before = await TestWorker.join(pool, 2)
    await before.take()
    await before.report(taskId, ['STARTING', 'STARTED'])
    await pool.statuses(taskId, 'RUNNING')
    await pool.shut()
    await pool.open({ dir })
    const { replicates } = await pool.until(taskId, () => true)
    expect(replicates[0]?.updates.map(({ status }) => status)).toEqual([
      'CREATED',
      'STARTING',
      'STARTED',
      'WORKER_LOST',
    ])
    await pool.tell([dealId])
    const worker = await TestWorker.join(pool, 3)
    const summary = (await worker.take())!
    expect(summary.workerpoolAuthorization.chainTaskId).toBe(taskId)
    await worker.report(taskId, [...TO_COMPUTED, 'CONTRIBUTING'])
    await worker.contribute(summary, 'result')
    await worker.report(taskId, ['CONTRIBUTED'])
    expect(await pool.statuses(taskId, 'CONSENSUS_REACHED')).toEqual([
      'RECEIVED',
      'INITIALIZING',
      'INITIALIZED',
      'RUNNING',
      'CONSENSUS_REACHED',
    ])
  })

  /** Writes a task as a process that died just after this status would have left it. */
  function leave(task: Task, ...statuses: TaskStatus[]): void {
    const db = new DatabaseSync(join(dir, 'tasks.db'))
    const document = {
      ...task,
      statuses: [...task.statuses, ...statuses.map((status) => ({ status, date: '' }))],
    }
    db.prepare('INSERT OR REPLACE INTO task VALUES (?, ?)').run(
      task.taskId,
      JSON.stringify(document),
    )
    db.close()
  }

  it('initialises a task that was about to be initialised', async () => {
    const { taskId: model } = await pool.match()
    const { mayStillSucceed: _m, ...known } = await pool.until(
      model,
      ({ statuses }) => statuses.length === 3,
    )
    const { taskId, dealId } = await pool.matchUnseen()
    await pool.shut()
    leave({ ...known, taskId, dealId, statuses: [] }, 'RECEIVED', 'INITIALIZING')
    await pool.open({ dir })
    expect(await pool.statuses(taskId, 'INITIALIZED')).toEqual([
      'RECEIVED',
      'INITIALIZING',
      'INITIALIZED',
    ])
    expect((await pool.hub.viewTask(taskId))?.status).toBe('ACTIVE')
  })

  it('finalises a task that was about to be finalised', async () => {
    const { taskId } = await pool.match()
    const worker = await revealed(taskId)
    await pool.until(taskId, ({ uploadingWorker }) => uploadingWorker === worker.address)
    const { mayStillSucceed: _m, ...known } = await pool.until(taskId, () => true)
    await pool.shut()
    leave({ ...known, resultLink: 'link' }, 'RESULT_UPLOADED', 'FINALIZING')
    await pool.open({ dir })
    // While a worker listens the task may still succeed, and is waited for.
    const bystander = await TestWorker.join(pool, 3, { listens: true })
    expect((await pool.statuses(taskId, 'COMPLETED')).slice(-3)).toEqual([
      'FINALIZING',
      'FINALIZED',
      'COMPLETED',
    ])
    expect((await pool.hub.viewTask(taskId))?.status).toBe('COMPLETED')
    await bystander.leave()
  })

  it('goes on with a task that was only received, and keeps its deadlines', async () => {
    const first = await pool.matchUnseen()
    await pool.tell([first.dealId])
    await pool.shut()
    await pool.open({ dir })
    await pool.statuses(first.taskId, 'INITIALIZED')
    await pool.shut()
    pool.clock.advance(7 * CLOCK_MS)
    await pool.open({ dir })
    expect((await pool.statuses(first.taskId, 'FAILED')).slice(-2)).toEqual([
      'CONTRIBUTION_TIMEOUT',
      'FAILED',
    ])
  })
})

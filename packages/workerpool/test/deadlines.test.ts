import type { Bytes32, TaskId } from '@iexec-sim/protocol'
import { beforeEach, describe, expect, it } from 'vitest'
import { CLOCK_MS, closeAfterEach, open, pool, revealed } from './support/open-pool.ts'
import { TestWorker, TO_COMPUTED } from './support/worker.ts'

closeAfterEach()

describe('time', () => {
  beforeEach(() => open())

  it('ends a task without contributions, and tells the worker', async () => {
    const { taskId } = await pool.match()
    await pool.statuses(taskId, 'INITIALIZED')
    const worker = await TestWorker.join(pool, 2, { listens: true })
    await worker.take()
    await worker.report(taskId, ['STARTING', 'STARTED'])
    await pool.statuses(taskId, 'RUNNING')
    pool.clock.advance(7 * CLOCK_MS)
    expect((await pool.statuses(taskId, 'FAILED')).slice(-3)).toEqual([
      'RUNNING',
      'CONTRIBUTION_TIMEOUT',
      'FAILED',
    ])
    await worker.hears('PLEASE_ABORT')
    expect(worker.heard.at(-1)).toMatchObject({
      chainTaskId: taskId,
      abortCause: 'CONTRIBUTION_TIMEOUT',
    })
    expect((await pool.hub.viewTask(taskId))?.status).toBe('ACTIVE')
    await worker.leave()
  })

  it.each([
    ['computes', TO_COMPUTED.slice(0, -1)],
    ['waits for others', [...TO_COMPUTED, 'CONTRIBUTING', 'CONTRIBUTED'] as const],
  ])(
    'that jumps past the final deadline ends a task and the run of a worker that %s',
    async (_, statuses) => {
      const { taskId } = await pool.match({ trust: 3n })
      await pool.statuses(taskId, 'INITIALIZED')
      const worker = await TestWorker.join(pool, 2, { listens: true, cpuNb: 1 })
      const summary = (await worker.take())!
      for (const status of statuses) {
        if (status === 'CONTRIBUTED') await worker.contribute(summary, 'result')
        await worker.report(taskId, [status])
      }
      // Reported again, it waits for what the report set in motion.
      await worker.report(taskId, statuses.slice(-1))
      pool.clock.advance(10 * CLOCK_MS)
      expect((await pool.statuses(taskId, 'FAILED')).slice(-2)).toEqual([
        'FINAL_DEADLINE_REACHED',
        'FAILED',
      ])
      await worker.hears('PLEASE_ABORT')
      expect(worker.heard.at(-1)).toEqual({
        kind: 'task',
        chainTaskId: taskId,
        type: 'PLEASE_ABORT',
      })
      await worker.report(taskId, ['ABORTED'])
      const { body } = await pool.get(`/tasks/${taskId}/replicates/${worker.address}`)
      expect(body.currentStatus).toBe('ABORTED')
      await worker.leave()
    },
  )

  it('ends a task that no worker started', async () => {
    const { taskId } = await pool.match()
    await pool.statuses(taskId, 'INITIALIZED')
    pool.clock.advance(7 * CLOCK_MS)
    expect((await pool.statuses(taskId, 'FAILED')).slice(-2)).toEqual([
      'CONTRIBUTION_TIMEOUT',
      'FAILED',
    ])
  })

  it('gives no work after the contribution deadline', async () => {
    const worker = await TestWorker.join(pool, 2)
    const { taskId } = await pool.match()
    await pool.statuses(taskId, 'INITIALIZED')
    pool.clock.advance(7 * CLOCK_MS)
    expect(await worker.take()).toBeUndefined()
  })

  it('ends an upload that takes longer than two minutes', async () => {
    const { taskId } = await pool.match()
    const worker = await revealed(taskId)
    await pool.until(
      taskId,
      ({ replicates }) => replicates[0]?.updates.at(-1)?.status === 'RESULT_UPLOAD_REQUESTED',
    )
    await worker.report(taskId, ['RESULT_UPLOADING'])
    pool.clock.advance(120_000)
    const { replicates } = await pool.until(
      taskId,
      ({ replicates }) => replicates[0]?.updates.at(-1)?.status === 'RESULT_UPLOAD_FAILED',
    )
    expect(replicates[0]?.updates.at(-1)?.modifier).toBe('POOL_MANAGER')
    pool.clock.advance(10 * CLOCK_MS)
    expect((await pool.statuses(taskId, 'FAILED')).slice(-2)).toEqual([
      'FINAL_DEADLINE_REACHED',
      'FAILED',
    ])
  })
})

describe('a task of two winners', () => {
  beforeEach(() => open())

  /** Two workers whose equal contributions made consensus. */
  async function winners(taskId: TaskId) {
    await pool.statuses(taskId, 'INITIALIZED')
    const workers = await Promise.all([2, 3].map((index) => TestWorker.join(pool, index)))
    let digest: Bytes32 = '0x'
    for (const worker of workers) {
      const summary = (await worker.take())!
      await worker.report(taskId, [...TO_COMPUTED, 'CONTRIBUTING'])
      digest = await worker.contribute(summary, 'result')
      await worker.report(taskId, ['CONTRIBUTED'])
    }
    await pool.statuses(taskId, 'CONSENSUS_REACHED')
    const reveal = async (worker: TestWorker) => {
      await worker.report(taskId, ['REVEALING'])
      await worker.reveal(taskId, digest)
      await worker.report(taskId, ['REVEALED'])
    }
    return { workers, reveal }
  }
  async function upload(taskId: TaskId, worker: TestWorker): Promise<void> {
    await pool.until(taskId, ({ uploadingWorker }) => uploadingWorker === worker.address)
    pool.uploaded.set(taskId, 'QmResult')
    await worker.report(taskId, ['RESULT_UPLOADING', 'RESULT_UPLOADED'], { resultLink: 'link' })
  }

  it('one of which never reveals is finalised at the reveal deadline', async () => {
    const { taskId } = await pool.match({ trust: 3n })
    await pool.statuses(taskId, 'INITIALIZED')
    pool.clock.advance(6 * CLOCK_MS)
    const { workers, reveal } = await winners(taskId)
    await reveal(workers[0]!)
    await upload(taskId, workers[0]!)
    await pool.statuses(taskId, 'RESULT_UPLOADED')
    // Past the contribution deadline, not past the reveal deadline; the report waits for what that
    // set in motion.
    pool.clock.advance(1.5 * CLOCK_MS)
    await workers[0]!.report(taskId, ['REVEALED'])
    expect((await pool.get(`/tasks/${taskId}`)).body.currentStatus).toBe('RESULT_UPLOADED')
    pool.clock.advance(0.5 * CLOCK_MS)
    expect((await pool.statuses(taskId, 'COMPLETED')).slice(-3)).toEqual([
      'FINALIZING',
      'FINALIZED',
      'COMPLETED',
    ])
    expect((await pool.hub.viewTask(taskId))?.status).toBe('COMPLETED')
  })

  it('one of which ignores the order to upload is uploaded by the other', async () => {
    const { taskId } = await pool.match({ trust: 3n })
    const { workers, reveal } = await winners(taskId)
    for (const worker of workers) await reveal(worker)
    const asked = await pool.until(taskId, ({ uploadingWorker }) => uploadingWorker !== undefined)
    const other = workers.find(({ address }) => address !== asked.uploadingWorker)!
    pool.clock.advance(120_000)
    await upload(taskId, other)
    const { replicates } = await pool.until(
      taskId,
      ({ statuses }) => statuses.at(-1)?.status === 'COMPLETED',
    )
    const silent = replicates.find(({ workerWallet }) => workerWallet === asked.uploadingWorker)
    expect(silent?.updates.at(-1)).toMatchObject({
      status: 'RESULT_UPLOAD_FAILED',
      modifier: 'POOL_MANAGER',
    })
  })
})

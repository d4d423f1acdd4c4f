import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestPool } from './support/pool.ts'
import { TestWorker, TO_COMPUTED } from './support/worker.ts'

let pool: TestPool
beforeAll(async () => {
  pool = await TestPool.start()
})
afterAll(() => pool.close())

describe('a standard task', () => {
  it('completes with one worker', async () => {
    const { taskId } = await pool.match()
    await pool.until(taskId, ({ statuses }) => statuses.at(-1)?.status === 'INITIALIZED')
    const worker = await TestWorker.join(pool, 2)
    const summary = (await worker.take())!
    expect(summary.workerpoolAuthorization).toMatchObject({
      chainTaskId: taskId,
      workerWallet: worker.address,
    })
    expect(summary).not.toHaveProperty('smsUrl')
    const logs = { computeLogs: { stdout: 'out', stderr: '' } }
    expect(await worker.report(taskId, TO_COMPUTED, logs)).toBe('PLEASE_CONTRIBUTE')
    await worker.report(taskId, ['CONTRIBUTING'])
    expect(await worker.report(taskId, ['CONTRIBUTED'])).toBe('PLEASE_ABORT')
    const digest = await worker.contribute(summary, 'result')
    expect(await worker.report(taskId, ['CONTRIBUTED'])).toBe('PLEASE_WAIT')
    await pool.until(taskId, ({ statuses }) => statuses.at(-1)?.status === 'CONSENSUS_REACHED')
    await worker.report(taskId, ['REVEALING'])
    expect(await worker.report(taskId, ['REVEALED'])).toBe('PLEASE_ABORT')
    await worker.reveal(taskId, digest)
    expect(await worker.report(taskId, ['REVEALED'])).toBe('PLEASE_WAIT')
    await pool.until(
      taskId,
      ({ replicates }) => replicates[0]?.updates.at(-1)?.status === 'RESULT_UPLOAD_REQUESTED',
    )
    await worker.report(taskId, ['RESULT_UPLOADING'])
    const link = '{ "storage": "ipfs", "location": "/ipfs/QmResult" }'
    const details = { resultLink: link }
    expect(await worker.report(taskId, ['RESULT_UPLOADED'], details)).toBe('PLEASE_ABORT')
    pool.uploaded.set(taskId, 'QmResult')
    expect(await worker.report(taskId, ['RESULT_UPLOADED'])).toBe('PLEASE_ABORT')
    expect(await worker.report(taskId, ['RESULT_UPLOAD_FAILED'])).toBe('PLEASE_ABORT')
    expect(await worker.report(taskId, ['RESULT_UPLOADED'], details)).toBe('PLEASE_WAIT')
    expect(await pool.statuses(taskId, 'COMPLETED')).toEqual([
      'RECEIVED',
      'INITIALIZING',
      'INITIALIZED',
      'RUNNING',
      'CONSENSUS_REACHED',
      'AT_LEAST_ONE_REVEALED',
      'RESULT_UPLOADING',
      'RESULT_UPLOADED',
      'FINALIZING',
      'FINALIZED',
      'COMPLETED',
    ])
    const onchain = (await pool.hub.viewTask(taskId))!
    expect(onchain).toMatchObject({ status: 'COMPLETED', resultDigest: digest })
    expect(Buffer.from(onchain.results.slice(2), 'hex').toString()).toBe(link)
    expect(await worker.report(taskId, ['COMPLETING', 'COMPLETED'])).toBe('PLEASE_WAIT')
    const { body } = await pool.get(`/tasks/${taskId}`)
    expect(body).toMatchObject({
      chainTaskId: taskId,
      currentStatus: 'COMPLETED',
      uploadingWorkerWalletAddress: worker.address,
      resultLink: link,
      chainCallbackData: null,
      dappType: 'DOCKER',
      dappName: 'a',
      maxExecutionTime: 300_000,
    })
    expect(body.replicates[0]?.statusUpdateList.map(({ status }) => status)).toEqual([
      'CREATED',
      ...TO_COMPUTED,
      'CONTRIBUTING',
      'CONTRIBUTED',
      'REVEALING',
      'REVEALED',
      'RESULT_UPLOAD_REQUESTED',
      'RESULT_UPLOADING',
      'RESULT_UPLOADED',
      'COMPLETING',
      'COMPLETED',
    ])
  })

  it('of trust 3 is given to two of three workers, and both are told to reveal', async () => {
    const { taskId } = await pool.match({ trust: 3n })
    await pool.until(taskId, ({ statuses }) => statuses.at(-1)?.status === 'INITIALIZED')
    const workers = await Promise.all(
      [2, 3, 4].map((index) => TestWorker.join(pool, index, { listens: true })),
    )
    const [first, second, third] = [
      await workers[0]!.take(),
      await workers[1]!.take(),
      await workers[2]!.take(),
    ]
    expect([first, second].map((summary) => summary?.workerpoolAuthorization.chainTaskId)).toEqual([
      taskId,
      taskId,
    ])
    expect(third).toBeUndefined()
    expect(await workers[0]!.take()).toBeUndefined()
    for (const [i, summary] of [first!, second!].entries()) {
      await workers[i]!.report(taskId, [...TO_COMPUTED, 'CONTRIBUTING'])
      await workers[i]!.contribute(summary, 'same')
      await workers[i]!.report(taskId, ['CONTRIBUTED'])
    }
    const task = await pool.until(
      taskId,
      ({ statuses }) => statuses.at(-1)?.status === 'CONSENSUS_REACHED',
    )
    expect(task.replicates.map(({ weight }) => weight)).toEqual([2, 2])
    await Promise.all([workers[0]!.hears('PLEASE_REVEAL'), workers[1]!.hears('PLEASE_REVEAL')])
    expect(workers[2]!.heard.filter(({ kind }) => kind === 'task')).toEqual([])
    await Promise.all(workers.map((worker) => worker.leave()))
  })

  it('aborts the worker whose result differs from the consensus', async () => {
    const { taskId } = await pool.match({ trust: 3n })
    await pool.until(taskId, ({ statuses }) => statuses.at(-1)?.status === 'INITIALIZED')
    const [odd, ...others] = await Promise.all(
      [2, 3, 4, 5].map((index) => TestWorker.join(pool, index, { listens: true })),
    )
    const contribute = async (worker: TestWorker, text: string) => {
      const summary = (await worker.take())!
      await worker.report(taskId, [...TO_COMPUTED, 'CONTRIBUTING'])
      await worker.contribute(summary, text)
      await worker.report(taskId, ['CONTRIBUTED'])
    }
    await contribute(odd!, 'odd')
    for (const worker of others) {
      expect((await pool.hub.viewTask(taskId))?.status).toBe('ACTIVE')
      await contribute(worker, 'even')
    }
    await pool.until(taskId, ({ statuses }) => statuses.at(-1)?.status === 'CONSENSUS_REACHED')
    await Promise.all([
      odd!.hears('PLEASE_ABORT'),
      ...others.map((worker) => worker.hears('PLEASE_REVEAL')),
    ])
    expect(odd!.heard).toContainEqual({
      kind: 'task',
      chainTaskId: taskId,
      type: 'PLEASE_ABORT',
      abortCause: 'CONSENSUS_REACHED',
    })
    await Promise.all([odd!, ...others].map((worker) => worker.leave()))
  })
})

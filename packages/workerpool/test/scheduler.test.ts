import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createLog, type Door, openDoor } from '@iexec-sim/door'
import type { Bytes32, TaskId, TaskStatus } from '@iexec-sim/protocol'
import { Wallet } from 'ethers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Task } from '../src/client/index.ts'
import { type PoolWish, TestPool } from './support/pool.ts'
import { TestWorker, TO_COMPUTED } from './support/worker.ts'

/** A work clock time of category 0. */
const CLOCK_MS = 300_000

let pool: TestPool
const open = async (wish: PoolWish = {}) => {
  pool = await TestPool.start(wish)
}
afterEach(() => pool.close())

const isKnown = async (taskId: TaskId) => (await pool.get(`/tasks/${taskId}`)).status === 200

describe('deals', () => {
  beforeEach(() => open())

  it('become one task per index, once', async () => {
    const { dealId } = await pool.match({ volume: 3n })
    await pool.tell([dealId, dealId])
    await Promise.all([pool.tell([dealId]), pool.tell([dealId])])
    const { body } = await pool.get('/metrics')
    expect(body).toMatchObject({ dealsCount: 1 })
    expect(
      Object.values(body.currentTaskStatusesCount as object).reduce((sum, n) => sum + n, 0),
    ).toBe(3)
    const initialised = pool.lines.filter((line) => JSON.parse(line).status === 'RECEIVED')
    expect(initialised).toHaveLength(3)
  })

  it('of a TEE with trust 2 are ignored', async () => {
    const { taskId } = await pool.match({ tag: 'tee,scone', trust: 2n })
    expect(await isKnown(taskId)).toBe(false)
    expect(await pool.hub.viewTask(taskId)).toBeUndefined()
    expect(pool.lines.join('')).toContain('deal ignored')
  })

  it('of an app whose address is not UTF-8 are served like others', async () => {
    const odd = await pool.matchUnseen({ multiaddr: '0xff' })
    const plain = await pool.matchUnseen()
    await pool.tell([odd.dealId, plain.dealId])
    expect([await isKnown(odd.taskId), await isKnown(plain.taskId)]).toEqual([true, true])
  })

  it('of more than ten thousand tasks are ignored', async () => {
    const { taskId } = await pool.match({ volume: 10_001n })
    expect(await isKnown(taskId)).toBe(false)
    expect(pool.lines.join('')).toContain('this one has 10001')
  })

  it('that are too old are ignored', async () => {
    const { dealId, taskId } = await pool.matchUnseen()
    pool.clock.advance(10 * CLOCK_MS)
    await pool.tell([dealId])
    expect(await isKnown(taskId)).toBe(false)
  })

  it('seen after the contribution deadline wait for the final deadline', async () => {
    const { dealId, taskId } = await pool.matchUnseen()
    pool.clock.advance(7 * CLOCK_MS)
    await pool.tell([dealId])
    expect((await pool.get(`/tasks/${taskId}`)).body.currentStatus).toBe('RECEIVED')
    pool.clock.advance(3 * CLOCK_MS)
    expect(await pool.statuses(taskId, 'FAILED')).toEqual([
      'RECEIVED',
      'FINAL_DEADLINE_REACHED',
      'FAILED',
    ])
    expect(await pool.hub.viewTask(taskId)).toBeUndefined()
  })
})

describe('a task that cannot be served', () => {
  const FAILED = ['RECEIVED', 'INITIALIZE_FAILED', 'FAILED']

  it('as there is no SMS fails and is not initialised', async () => {
    await open()
    const { taskId } = await pool.match({ tag: 'tee,gramine' })
    expect(await pool.statuses(taskId, 'FAILED')).toEqual(FAILED)
    expect(await pool.hub.viewTask(taskId)).toBeUndefined()
  })

  it('as the SMS does not respond fails and is not initialised', async () => {
    await open({ sms: { scone: 'http://127.0.0.1:1' } })
    const { taskId } = await pool.match({ tag: 'tee,scone' })
    expect(await pool.statuses(taskId, 'FAILED')).toEqual(FAILED)
    expect(await pool.hub.viewTask(taskId)).toBeUndefined()
  })

  it('as the SMS serves another framework fails and is not initialised', async () => {
    const log = createLog({ level: 'silent' })
    const gramine: Door = await openDoor({
      name: 'sms',
      port: 0,
      log,
      plugin: async (app) => {
        app.get('/tee/framework', (_request, reply) =>
          reply.type('application/json').send('"GRAMINE"'),
        )
      },
    })
    await open({ sms: { scone: gramine.url } })
    const { taskId } = await pool.match({ tag: 'tee,scone' })
    expect(await pool.statuses(taskId, 'FAILED')).toEqual(FAILED)
    expect(await pool.hub.viewTask(taskId)).toBeUndefined()
    await gramine.close()
  })
})

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

describe('work', () => {
  beforeEach(() => open())

  it('of a TEE is not given to a worker without one, nor twice to the same worker', async () => {
    const { taskId } = await pool.match()
    await pool.statuses(taskId, 'INITIALIZED')
    const worker = await TestWorker.join(pool, 2, { teeEnabled: false })
    expect((await worker.take())?.workerpoolAuthorization.chainTaskId).toBe(taskId)
    await worker.report(taskId, ['STARTING', 'START_FAILED'], { cause: 'TASK_DESCRIPTION_INVALID' })
    expect(await worker.take()).toBeUndefined()
    const other = await TestWorker.join(pool, 3)
    expect((await other.take())?.workerpoolAuthorization.chainTaskId).toBe(taskId)
  })

  it('is given to a worker that only waits for the others', async () => {
    const { taskId } = await pool.match({ trust: 3n })
    await pool.statuses(taskId, 'INITIALIZED')
    const worker = await TestWorker.join(pool, 2, { cpuNb: 1 })
    const summary = (await worker.take())!
    await worker.report(taskId, [...TO_COMPUTED, 'CONTRIBUTING'])
    const other = await pool.match()
    await pool.statuses(other.taskId, 'INITIALIZED')
    expect(await worker.take()).toBeUndefined()
    await worker.contribute(summary, 'result')
    await worker.report(taskId, ['CONTRIBUTED'])
    expect((await worker.take())?.workerpoolAuthorization.chainTaskId).toBe(other.taskId)
  })

  it('of a worker that hung up is given to another', async () => {
    const { taskId } = await pool.match()
    await pool.statuses(taskId, 'INITIALIZED')
    const worker = await TestWorker.join(pool, 2, { listens: true })
    const other = await TestWorker.join(pool, 3)
    await worker.take()
    expect(await other.take()).toBeUndefined()
    await worker.leave()
    await pool.until(
      taskId,
      ({ replicates }) => replicates[0]?.updates.at(-1)?.status === 'WORKER_LOST',
    )
    expect((await other.take())?.workerpoolAuthorization.chainTaskId).toBe(taskId)
  })

  it('whose contribution was not reported is counted from the chain', async () => {
    const { taskId } = await pool.match()
    await pool.statuses(taskId, 'INITIALIZED')
    const worker = await TestWorker.join(pool, 2, { listens: true })
    const summary = (await worker.take())!
    await worker.report(taskId, [...TO_COMPUTED, 'CONTRIBUTING'])
    await worker.contribute(summary, 'result')
    await worker.leave()
    const { replicates } = await pool.until(
      taskId,
      ({ statuses }) => statuses.at(-1)?.status === 'CONSENSUS_REACHED',
    )
    expect(replicates[0]?.updates.at(-1)).toMatchObject({
      status: 'CONTRIBUTED',
      modifier: 'POOL_MANAGER',
    })
  })

  it('of a TEE that was finalised but never reported is completed from the chain', async () => {
    const enclave = Wallet.createRandom()
    const sms = await openDoor({
      name: 'sms',
      port: 0,
      log: createLog({ level: 'silent' }),
      plugin: async (app) => {
        app.get('/tee/framework', (_request, reply) =>
          reply.type('application/json').send('"SCONE"'),
        )
        app.post('/tee/challenges/:taskId', (_request, reply) =>
          reply.type('text/plain').send(enclave.address),
        )
      },
    })
    await pool.close()
    await open({ sms: { scone: sms.url } })
    const { taskId } = await pool.match({ tag: 'tee,scone' })
    await pool.statuses(taskId, 'INITIALIZED')
    const worker = await TestWorker.join(pool, 2, { listens: true })
    const summary = (await worker.take())!
    await worker.report(taskId, [...TO_COMPUTED, 'CONTRIBUTE_AND_FINALIZE_ONGOING'])
    const link = await worker.contributeAndFinalize(summary, enclave)
    await worker.leave()
    const task = await pool.until(taskId, ({ statuses }) => statuses.at(-1)?.status === 'COMPLETED')
    expect(task.resultLink).toBe(link)
    expect(task.replicates[0]?.updates.at(-1)).toMatchObject({
      status: 'CONTRIBUTE_AND_FINALIZE_DONE',
      modifier: 'POOL_MANAGER',
    })
    await sms.close()
  })

  it('of a worker that only claimed to contribute is given to another', async () => {
    const { taskId } = await pool.match()
    await pool.statuses(taskId, 'INITIALIZED')
    const [liar, other] = [await TestWorker.join(pool, 2), await TestWorker.join(pool, 3)]
    await liar.take()
    expect(await liar.report(taskId, [...TO_COMPUTED, 'CONTRIBUTING', 'CONTRIBUTED'])).toBe(
      'PLEASE_ABORT',
    )
    await liar.report(taskId, ['ABORTED'])
    expect((await other.take())?.workerpoolAuthorization.chainTaskId).toBe(taskId)
  })

  it('fails with its worker, and shows the cause', async () => {
    const { taskId } = await pool.match()
    await pool.statuses(taskId, 'INITIALIZED')
    const worker = await TestWorker.join(pool, 2)
    await worker.take()
    await worker.report(taskId, TO_COMPUTED.slice(0, -1))
    const details = {
      cause: 'APP_COMPUTE_FAILED' as const,
      exitCode: 2,
      computeLogs: { stderr: 'oops' },
    }
    expect(await worker.report(taskId, ['COMPUTE_FAILED'], details)).toBe('PLEASE_ABORT')
    await worker.report(taskId, ['ABORTED'])
    const { body } = await pool.get(`/tasks/${taskId}/replicates/${worker.address}`)
    expect(body).toMatchObject({
      currentStatus: 'ABORTED',
      appExitCode: 2,
      appLogs: expect.any(String),
    })
    expect(body.statusUpdateList).toContainEqual(
      expect.objectContaining({ status: 'COMPUTE_FAILED', cause: 'APP_COMPUTE_FAILED' }),
    )
    expect((await pool.get(`/tasks/${taskId}`)).body.currentStatus).toBe('RUNNING')
  })

  it('that was stopped keeps its logs from the public', async () => {
    const { taskId } = await pool.match()
    await pool.statuses(taskId, 'INITIALIZED')
    const worker = await TestWorker.join(pool, 2)
    await worker.take()
    await worker.report(taskId, TO_COMPUTED.slice(0, -1))
    await worker.report(taskId, ['COMPUTE_FAILED'], {
      cause: 'APP_COMPUTE_TIMEOUT',
      computeLogs: { stdout: 'late' },
    })
    const { body } = await pool.get(`/tasks/${taskId}/replicates/${worker.address}`)
    expect(body).not.toHaveProperty('appLogs')
    expect((await pool.until(taskId, () => true)).replicates[0]?.logs?.stdout).toBe('late')
  })

  it('keeps the last 100,000 characters of the output', async () => {
    const { taskId } = await pool.match()
    await pool.statuses(taskId, 'INITIALIZED')
    const worker = await TestWorker.join(pool, 2)
    await worker.take()
    const stdout = `${'a'.repeat(50_000)}${'b'.repeat(100_000)}`
    await worker.report(taskId, TO_COMPUTED, { computeLogs: { stdout } })
    expect((await pool.until(taskId, () => true)).replicates[0]?.logs?.stdout).toBe(
      'b'.repeat(100_000),
    )
  })
})

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

/** A worker that revealed its result of a standard task. */
async function revealed(taskId: TaskId): Promise<TestWorker> {
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

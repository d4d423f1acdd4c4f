import { createLog, type Door, openDoor } from '@iexec-sim/door'
import type { TaskId } from '@iexec-sim/protocol'
import { Wallet } from 'ethers'
import { beforeEach, describe, expect, it } from 'vitest'
import { CLOCK_MS, closeAfterEach, open, pool } from './support/open-pool.ts'
import { TestWorker, TO_COMPUTED } from './support/worker.ts'

closeAfterEach()

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

import {
  type Bytes32,
  loginChallengeHash,
  REPLICATE_STATUSES,
  type TaskId,
} from '@iexec-sim/protocol'
import type { Wallet } from 'ethers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestPool } from './support/pool.ts'
import { TestWorker, TO_COMPUTED } from './support/worker.ts'

const UNKNOWN = `0x${'ab'.repeat(32)}` as TaskId
/** A category whose tasks outlive the hours that pass here. */
const LONG = 4n
const HOUR_MS = 3_600_000

let pool: TestPool
let worker: TestWorker
/** A task that is computed, and one that has not started. */
let computed: TaskId
let waiting: TaskId
beforeAll(async () => {
  pool = await TestPool.start()
  worker = await TestWorker.join(pool, 2)
  ;({ taskId: computed } = await pool.match({ category: LONG }))
  await pool.statuses(computed, 'INITIALIZED')
  await worker.take()
  await worker.report(computed, TO_COMPUTED, { computeLogs: { stdout: 'said', stderr: '' } })
  ;({ taskId: waiting } = await pool.match({ category: LONG }))
  await pool.statuses(waiting, 'INITIALIZED')
})
afterAll(() => pool.close())

describe('logs', () => {
  /** The header of a requester; each part may be another's. */
  async function authorization(wallet: Wallet, address = wallet.address): Promise<string> {
    const { body } = await pool.get(`/tasks/logs/challenge?chainId=134&address=${address}`)
    const hash = loginChallengeHash(body as never)
    return `${hash}_${wallet.signingKey.sign(hash).serialized}_${address}`
  }
  const status = async (taskId: TaskId, header?: string) =>
    (await pool.get(`/tasks/${taskId}/logs`, header)).status

  it('are returned to the requester that signed the challenge', async () => {
    const requester = pool.wallet(0)
    const stranger = pool.wallet(6)
    expect(await status(computed)).toBe(400)
    expect(await status(computed, 'abc')).toBe(401)
    expect(await status(computed, 'a_b_c_d')).toBe(401)
    expect(await status(computed, await authorization(stranger))).toBe(403)
    expect(await status(computed, await authorization(stranger, requester.address))).toBe(401)
    expect(await status(computed, `0x_0x_${requester.address}`)).toBe(401)
    const { status: granted, body } = await pool.get(
      `/tasks/${computed}/logs`,
      await authorization(requester),
    )
    expect(granted).toBe(200)
    expect(body).toEqual({
      chainTaskId: computed,
      computeLogsList: [{ walletAddress: worker.address, stdout: 'said' }],
    })
  })

  it('can be read again with the same signature for an hour', async () => {
    const header = await authorization(pool.wallet(0))
    expect([await status(computed, header), await status(computed, header)]).toEqual([200, 200])
    const [, signature, address] = header.split('_')
    expect(await status(computed, `ignored_${signature}_${address!.toLowerCase()}`)).toBe(200)
    pool.clock.advance(HOUR_MS)
    expect(await status(computed, header)).toBe(401)
  })

  it('are served per worker and on older routes', async () => {
    const header = await authorization(pool.wallet(0))
    const replicate = `/tasks/${computed}/replicates/${worker.address}`
    for (const path of [`${replicate}/logs`, `${replicate}/stdout`]) {
      expect(await pool.get(path, header)).toEqual({
        status: 200,
        body: { walletAddress: worker.address, stdout: 'said' },
      })
      expect((await pool.get(path)).status).toBe(400)
    }
    expect((await pool.get(`/tasks/${computed}/stdout`, header)).status).toBe(200)
    expect(
      (await pool.get(`/tasks/${computed}/replicates/${pool.wallet(3).address}/logs`, header))
        .status,
    ).toBe(404)
  })

  it('are absent for a task that is not computed, or unknown', async () => {
    const header = await authorization(pool.wallet(0))
    expect(await status(waiting, header)).toBe(404)
    expect(await status(UNKNOWN, header)).toBe(404)
  })

  it('have a challenge of the expected form, requested with an address', async () => {
    const { body } = await pool.get(`/tasks/logs/challenge?address=${pool.wallet(6).address}`)
    expect(body).toMatchObject({
      domain: { name: 'iExec Core', version: '1', chainId: 134 },
      primaryType: 'Challenge',
      message: { challenge: expect.stringMatching(/^[0-9A-Za-z+/]{43}=$/) },
    })
    expect((await pool.get('/tasks/logs/challenge')).status).toBe(400)
    expect((await pool.get('/tasks/logs/challenge?address=nobody')).status).toBe(400)
  })
})

describe('the public view', () => {
  it('returns 404 for an unknown task and an unknown replicate', async () => {
    expect((await pool.get(`/tasks/${UNKNOWN}`)).status).toBe(404)
    expect((await pool.get(`/tasks/${computed}/replicates/${pool.wallet(3).address}`)).status).toBe(
      404,
    )
    expect(
      (await pool.get(`/tasks/${computed}/replicates/${worker.address.toLowerCase()}`)).status,
    ).toBe(404)
  })

  it('shows a replicate without its output, and null for fields a task does not have yet', async () => {
    const replicate = await pool.get(`/tasks/${computed}/replicates/${worker.address}`)
    const self = `${pool.url}/tasks/${computed}/replicates/${worker.address}`
    expect(replicate.body).toMatchObject({
      self,
      currentStatus: 'COMPUTED',
      appLogs: `${self}/logs`,
    })
    expect(JSON.stringify(replicate.body)).not.toContain('said')
    const { body } = await pool.get(`/tasks/${computed}`)
    expect(body).toMatchObject({
      currentStatus: 'RUNNING',
      consensus: null,
      resultLink: null,
      revealDeadline: null,
    })
    expect(JSON.stringify(body)).not.toContain('"said"')
  })

  it('counts tasks by status', async () => {
    const { body } = await pool.get('/metrics')
    expect(body).toMatchObject({
      currentTaskStatusesCount: { RUNNING: 1, INITIALIZED: 1, COMPLETED: 0 },
      dealsCount: 2,
    })
  })
})

describe('a worker’s line', () => {
  const ENDPOINTS = [
    ['POST', '/workers/ping'],
    ['POST', '/workers/register'],
    ['GET', '/workers/computing'],
    ['GET', '/workers/notifications'],
    ['GET', '/replicates/available?blockNumber=1'],
    ['GET', '/replicates/interrupted?blockNumber=1'],
    ['POST', `/replicates/${UNKNOWN}/updateStatus`],
  ] as const

  async function call(
    method: string,
    path: string,
    token?: string,
    body: object = {},
  ): Promise<Response> {
    const headers = {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
    }
    return fetch(pool.url + path, {
      method,
      headers,
      ...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
    })
  }
  /** Logs in with a signature; by default as a worker does. */
  async function login(wallet: Wallet, signer = wallet): Promise<Response> {
    const query = `?walletAddress=${wallet.address}`
    const challenge = await (await call('GET', `/workers/challenge${query}`)).text()
    const { keccak256 } = await import('ethers')
    const value = signer.signingKey.sign(keccak256(Buffer.from(challenge)) as Bytes32).serialized
    return call('POST', `/workers/login${query}`, undefined, { value })
  }

  it.each(ENDPOINTS)(
    '%s %s is closed without a token, or with an invalid one',
    async (method, path) => {
      expect((await call(method, path)).status).toBe(401)
      expect((await call(method, path, 'rubbish')).status).toBe(401)
      const unsigned = `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify({ sub: worker.address, aud: 'iExec Scheduler v8.6.0' }))}.`
      expect((await call(method, path, unsigned)).status).toBe(401)
    },
  )

  it('opens only for listed wallets with their own signature', async () => {
    const stranger = pool.wallet(6)
    expect((await call('GET', `/workers/challenge?walletAddress=${stranger.address}`)).status).toBe(
      401,
    )
    expect((await login(stranger)).status).toBe(401)
    expect((await login(pool.wallet(3), stranger)).status).toBe(401)
    expect((await call('GET', '/workers/challenge')).status).toBe(400)
    expect(
      (await call('POST', `/workers/login?walletAddress=${pool.wallet(3).address}`)).status,
    ).toBe(400)
    expect((await login(pool.wallet(3))).status).toBe(200)
  })

  it('is refused when the token is an hour old', async () => {
    const token = await (await login(pool.wallet(3))).text()
    expect((await call('GET', '/workers/computing', token)).status).toBe(200)
    pool.clock.advance(HOUR_MS - 60_000)
    expect((await call('GET', '/workers/computing', token)).status).toBe(200)
    pool.clock.advance(61_000)
    expect((await call('GET', '/workers/computing', token)).status).toBe(401)
  })

  it('answers a repeated status with 208, one out of turn with 202', async () => {
    const token = await (await login(pool.wallet(2))).text()
    const report = async (taskId: TaskId, status: string) => {
      const response = await call('POST', `/replicates/${taskId}/updateStatus`, token, { status })
      return { status: response.status, text: await response.text() }
    }
    expect(await report(computed, 'COMPUTED')).toEqual({ status: 208, text: '"PLEASE_WAIT"' })
    expect(await report(computed, 'STARTED')).toEqual({ status: 208, text: '"PLEASE_WAIT"' })
    expect(await report(computed, 'COMPLETED')).toEqual({ status: 202, text: '"PLEASE_ABORT"' })
    expect(await report(waiting, 'STARTING')).toEqual({ status: 202, text: '"PLEASE_ABORT"' })
    expect(await report(UNKNOWN, 'STARTING')).toEqual({ status: 202, text: '"PLEASE_ABORT"' })
    expect((await report(computed, 'DANCING')).status).toBe(400)
    expect(REPLICATE_STATUSES).not.toContain('DANCING')
  })

  it('refuses a new replicate that skips statuses', async () => {
    const { taskId } = await pool.match({ category: LONG })
    await pool.statuses(taskId, 'INITIALIZED')
    const other = await TestWorker.join(pool, 4)
    while ((await other.take())?.workerpoolAuthorization.chainTaskId !== taskId);
    expect(await other.report(taskId, ['COMPUTED'])).toBe('PLEASE_ABORT')
    const task = await pool.until(taskId, () => true)
    expect(task.replicates[0]?.updates.map(({ status }) => status)).toEqual(['CREATED'])
  })
})

describe('the control routes', () => {
  it('are closed without the token', async () => {
    for (const path of ['/control/tasks', `/control/tasks/${computed}`])
      for (const token of [undefined, 'Bearer wrong', 'control-token'])
        expect((await pool.get(path, token)).status).toBe(401)
  })
})

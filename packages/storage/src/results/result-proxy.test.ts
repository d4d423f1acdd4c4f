import { readdirSync, statSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { openDoor } from '@iexec-sim/door'
import {
  type Address,
  signHash,
  type TaskId,
  workerpoolAuthorizationHash,
  ZERO_BYTES32,
} from '@iexec-sim/protocol'
import { decodeJwt } from 'jose'
import { describe, expect, it } from 'vitest'
import {
  call,
  client,
  dir,
  door,
  log,
  login,
  loginText,
  loginTextAt,
  openStorage,
  revealed,
  send,
  tasks,
  useResultProxy,
  workerSignature,
  workerToken,
} from '../../test/result-proxy.ts'
import { ResultProxyClient } from '../client/index.ts'

useResultProxy()

describe('a body that is too large', () => {
  it('is refused before it arrives on routes without a login', async () => {
    const headers = { 'content-type': 'application/json', 'content-length': 8 * 1024 ** 2 }
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sent = request(
        `${door.url}/results/login?chainId=134`,
        { method: 'POST', headers },
        (answer) => {
          resolve(answer.statusCode)
          sent.destroy()
        },
      )
      sent.on('error', reject)
      // Nothing but the first byte: the answer must not wait for the others.
      sent.write('{')
    })
    expect(status).toBe(413)
  })

  it('is accepted on the upload route up to the size of a result', async () => {
    const roomy = openStorage({ maxResultBytes: 4 * 1024 ** 2 })
    const entrance = await openDoor({
      name: 'result-proxy',
      port: 0,
      log,
      plugin: roomy.resultProxyPlugin,
    })
    const body = await loginTextAt(entrance.url, tasks.requester)
    const headers = { 'content-type': 'text/plain' }
    const token = await (
      await fetch(`${entrance.url}/results/login?chainId=134`, { method: 'POST', body, headers })
    ).text()
    const upload = (bytes: number) =>
      fetch(`${entrance.url}/v1/results`, {
        method: 'POST',
        body: JSON.stringify({ zip: Buffer.alloc(bytes).toString('base64') }),
        headers: { 'content-type': 'application/json', authorization: token },
      })
    expect((await upload(3 * 1024 ** 2)).status).not.toBe(413)
    expect((await upload(4 * 1024 ** 2 + 1)).status).toBe(413)
    await entrance.close()
    roomy.close()
  })
})

describe('the login', () => {
  it('gives a wallet the same token each time, for any content type', async () => {
    const first = await login(await loginText(tasks.requester))
    expect(first.status).toBe(200)
    const jwt = await first.text()
    expect(await (await login(await loginText(tasks.requester), 'text/plain')).text()).toBe(jwt)
    const claims = decodeJwt(jwt)
    expect(claims).toEqual({
      aud: tasks.requester.address,
      iat: expect.any(Number),
      sub: expect.any(String),
    })
  })
  it('accepts a challenge once', async () => {
    const text = await loginText(tasks.requester)
    expect((await login(text)).status).toBe(200)
    expect((await login(text)).status).toBe(401)
  })
  it.each(['', 'a_b', 'a_b_c_d', `${ZERO_BYTES32}_0x12_0x34`])('refuses "%s"', async (text) => {
    expect((await login(text)).status).toBe(401)
  })
  it('refuses the signature of another wallet', async () => {
    const [hash, signature] = (await loginText(tasks.worker)).split('_')
    expect((await login(`${hash}_${signature}_${tasks.requester.address}`)).status).toBe(401)
  })
  it('refuses a challenge that is an hour old', async () => {
    const text = await loginText(tasks.requester)
    tasks.clock.advance(60 * 60_000)
    expect((await login(text)).status).toBe(401)
  })
  it('requires the chain id', async () => {
    expect((await call('GET', '/results/challenge')).status).toBe(400)
    expect((await call('POST', '/results/login', 'a_b_c')).status).toBe(400)
  })
})

describe('the token of a worker', () => {
  it('is given to the authorised worker, the same each time', async () => {
    const taskId = await tasks.activeTask()
    const token = await workerToken(taskId)
    expect(await workerToken(await tasks.activeTask())).toBe(token)
    expect(decodeJwt(token).aud).toBe(tasks.worker.address)
  })
  it.each([
    [
      'signed by another worker',
      async (taskId: TaskId) => {
        const authorization = await tasks.authorize(taskId)
        const hash = workerpoolAuthorizationHash(
          authorization.workerWallet,
          taskId,
          authorization.enclaveChallenge,
        )
        return [authorization, await signHash(hash, tasks.requester)] as const
      },
    ],
    [
      'not signed by the owner of the pool',
      async (taskId: TaskId) => {
        const authorization = await tasks.authorize(taskId, undefined, tasks.requester)
        return [
          authorization,
          await workerSignature(taskId, authorization.enclaveChallenge),
        ] as const
      },
    ],
    [
      'with an enclave challenge for a standard task',
      async (taskId: TaskId) => {
        const authorization = await tasks.authorize(taskId, tasks.requester.address as Address)
        return [
          authorization,
          await workerSignature(taskId, authorization.enclaveChallenge),
        ] as const
      },
    ],
    [
      'for an unknown task',
      async () => {
        const unknown = `0x${'ab'.repeat(32)}` as TaskId
        const authorization = await tasks.authorize(unknown)
        return [
          authorization,
          await workerSignature(unknown, authorization.enclaveChallenge),
        ] as const
      },
    ],
  ])('is refused %s', async (_title, make) => {
    const [authorization, signature] = await make(await tasks.activeTask())
    await expect(client.issueToken(authorization, signature)).rejects.toThrow('returned 401')
  })
  it.each([
    'null',
    '{}',
    '{"chainTaskId":"0x12","workerWallet":"x","enclaveChallenge":"y","signature":{"value":"z"}}',
  ])('is refused for the body %s', async (body) => {
    const headers = { 'content-type': 'application/json', authorization: '0x12' }
    expect((await call('POST', '/v1/results/token', body, headers)).status).toBe(401)
  })
  it('is refused after the final deadline', async () => {
    const taskId = await tasks.activeTask()
    await workerToken(taskId)
    const { finalDeadline } = (await tasks.hub.viewTask(taskId))!
    tasks.clock.set(Number(finalDeadline) * 1000 + 1000)
    await expect(workerToken(taskId)).rejects.toThrow('returned 401')
  })
})

describe('the state', () => {
  it('keeps results and tokens over a restart, readable by its owner only', async () => {
    const taskId = await revealed()
    const token = await workerToken(taskId)
    expect((await send(taskId, token)).status).toBe(200)
    const second = openStorage({ dir: join(dir, 'state') })
    const other = await openDoor({ name: 'again', port: 0, log, plugin: second.resultProxyPlugin })
    expect(await new ResultProxyClient(other.url).isUploaded(taskId, token)).toBe(true)
    await other.close()
    second.close()
    const files = readdirSync(join(dir, 'state')).filter((name) => /\.(db|key)/.test(name))
    expect(files).not.toHaveLength(0)
    for (const file of files) expect(statSync(join(dir, 'state', file)).mode & 0o077).toBe(0)
  })
  it('has no login and no older routes from version 9 on', async () => {
    const ninth = openStorage({ version: '9.0.0' })
    const other = await openDoor({ name: 'ninth', port: 0, log, plugin: ninth.resultProxyPlugin })
    for (const path of ['/results/challenge?chainId=134', `/results/${ZERO_BYTES32}/ipfshash`])
      expect(await (await fetch(other.url + path)).json()).toMatchObject({
        status: 404,
        error: 'Not Found',
      })
    expect((await fetch(`${other.url}/version`)).status).toBe(200)
    await other.close()
    ninth.close()
  })
  it('is served with the version', async () =>
    expect(await (await call('GET', '/version')).text()).toBe('8.6.0'))
})

import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLog, type Door, openDoor } from '@iexec-sim/door'
import {
  type Address,
  type Bytes32,
  enclaveMessageHash,
  fileDigest,
  type LoginChallenge,
  loginChallengeHash,
  signHash,
  type TaskId,
  workerpoolAuthorizationHash,
  ZERO_BYTES32,
} from '@iexec-sim/protocol'
import { Wallet } from 'ethers'
import { zipSync } from 'fflate'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ChainTasks } from '../../test/chain-tasks.ts'
import { ResultProxyClient } from '../client/index.ts'
import { Storage, type StorageOptions } from '../storage.ts'

const LIMIT = 64 * 1024
const OUTPUT = Buffer.from('the result')
const DIGEST = fileDigest(OUTPUT)
const computed = Buffer.from('{"deterministic-output-path":"/iexec_out/result.txt"}')
const ZIP = zipSync({ 'computed.json': computed, 'result.txt': OUTPUT })

const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-proxy-'))
const log = createLog({ level: 'silent' })
let tasks: ChainTasks
let storage: Storage
let door: Door
let client: ResultProxyClient
const openStorage = (options: Partial<StorageOptions> = {}) =>
  new Storage({
    chain: tasks.hub,
    chainId: 134,
    version: '8.6.0',
    clock: tasks.clock,
    log,
    maxResultBytes: LIMIT,
    ...options,
  })
beforeAll(async () => {
  tasks = await ChainTasks.start()
  storage = openStorage({ dir: join(dir, 'state') })
  door = await openDoor({ name: 'result-proxy', port: 0, log, plugin: storage.resultProxyPlugin })
  client = new ResultProxyClient(door.url)
})
afterAll(async () => {
  await door.close()
  storage.close()
  await tasks[Symbol.asyncDispose]()
  rmSync(dir, { recursive: true })
})

const call = (
  method: string,
  path: string,
  body?: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
) => fetch(door.url + path, { method, headers, ...(body === undefined ? {} : { body }) })

const loginText = (wallet: Wallet) => loginTextAt(door.url, wallet)
async function loginTextAt(url: string, wallet: Wallet): Promise<string> {
  const document = (await (
    await fetch(`${url}/results/challenge?chainId=134`)
  ).json()) as LoginChallenge
  const signature = await wallet.signTypedData(
    document.domain,
    { Challenge: document.types.Challenge },
    document.message,
  )
  return [loginChallengeHash(document), signature, wallet.address].join('_')
}
const login = (body: string, type = 'application/json') =>
  call('POST', '/results/login?chainId=134', body, { 'content-type': type })

async function workerToken(taskId: TaskId, enclave?: Address): Promise<string> {
  const authorization = await tasks.authorize(taskId, enclave)
  return client.issueToken(
    authorization,
    await workerSignature(taskId, authorization.enclaveChallenge),
  )
}
const workerSignature = (taskId: TaskId, enclave: Address) =>
  signHash(
    workerpoolAuthorizationHash(tasks.worker.address as Address, taskId, enclave),
    tasks.worker,
  )

function send(
  taskId: TaskId,
  token: string,
  zip: Uint8Array = ZIP,
  more: object = {},
  path = '/v1/results',
) {
  const model = { chainTaskId: taskId, deterministHash: DIGEST, image: '', cmd: '', ...more }
  const body = JSON.stringify({ ...model, zip: Buffer.from(zip).toString('base64') })
  return call('POST', path, body, { 'content-type': 'application/json', authorization: token })
}
async function revealed(digest: Bytes32 = DIGEST): Promise<TaskId> {
  const taskId = await tasks.activeTask()
  await tasks.contribute(taskId, digest)
  await tasks.reveal(taskId, digest)
  return taskId
}
const zipFile = () => {
  const path = join(dir, 'result.zip')
  writeFileSync(path, ZIP)
  return path
}

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

describe('the upload of a standard result', () => {
  let token: string
  beforeAll(async () => {
    token = await workerToken(await tasks.activeTask())
  })

  it('is looked up by its task before and after', async () => {
    const taskId = await revealed()
    expect(await client.ipfsHash(taskId)).toBeUndefined()
    expect(await client.isUploaded(taskId, token)).toBe(false)
    await expect(client.isUploaded(taskId, 'bad')).rejects.toThrow('returned 401')
    const path = await client.uploadFile(
      { chainTaskId: taskId, deterministHash: DIGEST },
      zipFile(),
      token,
    )
    expect(path).toMatch(/^\/ipfs\/Qm[1-9A-HJ-NP-Za-km-z]{44}$/)
    expect(`/ipfs/${await client.ipfsHash(taskId)}`).toBe(path)
    expect(await client.isUploaded(taskId, token)).toBe(true)
    expect(
      (await call('HEAD', `/results/${taskId}`, undefined, { authorization: token })).status,
    ).toBe(204)
    expect(await (await call('GET', `/results/${taskId}/ipfshash`)).text()).toBe(
      await client.ipfsHash(taskId),
    )
    const chunks = []
    for await (const chunk of (await storage.cat(path))!) chunks.push(chunk)
    expect(Buffer.concat(chunks)).toEqual(Buffer.from(ZIP))
  })
  it('takes the archive in JSON, as base64 or as numbers, on both paths', async () => {
    expect((await send(await revealed(), token)).status).toBe(200)
    expect((await send(await revealed(), token, ZIP, {}, '/')).status).toBe(200)
    const body = JSON.stringify({
      chainTaskId: await revealed(),
      deterministHash: DIGEST,
      zip: [...ZIP],
    })
    const headers = { 'content-type': 'application/json', authorization: token }
    expect((await call('POST', '/v1/results', body, headers)).status).toBe(200)
  })
  it('is refused a second time, even if both arrive at once', async () => {
    const taskId = await revealed()
    const statuses = (await Promise.all([send(taskId, token), send(taskId, token)])).map(
      ({ status }) => status,
    )
    expect(statuses.sort()).toEqual([200, 401])
    expect((await send(taskId, token)).status).toBe(401)
  })
  it('is refused without a valid token, before its body is read', async () => {
    const taskId = await revealed()
    const headers = { 'content-type': 'application/json' }
    for (const bad of ['', 'x.y.z', `${token}x`]) expect((await send(taskId, bad)).status).toBe(401)
    expect((await call('POST', '/v1/results', '{', headers)).status).toBe(401)
  })
  it('is refused until the worker has revealed', async () => {
    const taskId = await tasks.activeTask()
    expect((await send(taskId, token)).status).toBe(401)
    await tasks.contribute(taskId, DIGEST)
    expect((await send(taskId, token)).status).toBe(401)
    await tasks.reveal(taskId, DIGEST)
    expect((await send(taskId, token)).status).toBe(200)
  })
  it.each([
    ['other content', zipSync({ 'computed.json': computed, 'result.txt': Buffer.from('other') })],
    ['no computed.json', zipSync({ 'result.txt': OUTPUT })],
    ['no archive', OUTPUT],
    ['nothing', Buffer.of()],
  ])('is refused with %s', async (_title, zip) => {
    const taskId = await revealed()
    expect((await send(taskId, token, zip)).status).toBe(401)
    expect(await client.ipfsHash(taskId)).toBeUndefined()
  })
  it('is refused for a path outside the output, which would hash as an empty folder', async () => {
    const digest = '0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470' as Bytes32
    const zip = zipSync({ 'computed.json': Buffer.from('{"deterministic-output-path":"/etc"}') })
    expect((await send(await revealed(digest), token, zip)).status).toBe(401)
  })
  it.each(['{}', '[]', 'null', '{"chainTaskId":"0x12"}', '{"zip":5}'])(
    'answers 400 to the model %s',
    async (body) => {
      const headers = { 'content-type': 'application/json', authorization: token }
      expect((await call('POST', '/v1/results', body, headers)).status).toBe(400)
    },
  )
  it('answers 413 to a stream that is too large, and keeps nothing', async () => {
    const headers = { authorization: token, 'content-type': 'application/zip' }
    const claim = JSON.stringify({ chainTaskId: await revealed(), deterministHash: DIGEST })
    const response = await call('POST', '/v1/results', Buffer.alloc(LIMIT + 1), {
      ...headers,
      'x-iexec-result': claim,
    })
    expect(response.status).toBe(413)
    expect(readdirSync(join(dir, 'state', 'uploads'))).toEqual([])
    expect(
      (await call('POST', '/v1/results', ZIP, { ...headers, 'x-iexec-result': '{' })).status,
    ).toBe(400)
  })
})

describe('an upload without a declared length', () => {
  it('gets status 413 once it is too large', async () => {
    const token = await workerToken(await tasks.activeTask())
    const body = ReadableStream.from(Array.from({ length: 64 }, () => new Uint8Array(LIMIT)))
    const claim = JSON.stringify({ chainTaskId: await revealed(), deterministHash: DIGEST })
    const headers = {
      authorization: token,
      'content-type': 'application/zip',
      'x-iexec-result': claim,
    }
    const init = { method: 'POST', body, headers, duplex: 'half' } as RequestInit
    expect((await fetch(`${door.url}/v1/results`, init)).status).toBe(413)
  })
  it('leaves no file if it breaks off', async () => {
    const token = await workerToken(await tasks.activeTask())
    const claim = JSON.stringify({ chainTaskId: await revealed(), deterministHash: DIGEST })
    const headers = {
      authorization: token,
      'content-type': 'application/zip',
      'x-iexec-result': claim,
    }
    const uploads = join(dir, 'state', 'uploads')
    const sent = request(`${door.url}/v1/results`, { method: 'POST', headers })
    sent.on('error', () => {})
    sent.write('half')
    await vi.waitFor(() => expect(readdirSync(uploads)).toHaveLength(1))
    sent.destroy()
    await vi.waitFor(() => expect(readdirSync(uploads)).toEqual([]))
  })
})

describe('the upload of a TEE result', () => {
  it("needs the enclave's signature for this worker and digest, once", async () => {
    const taskId = await tasks.activeTask({ tee: true })
    const enclave = Wallet.createRandom()
    const token = await workerToken(taskId, enclave.address as Address)
    const sign = (worker: Wallet, digest: Bytes32) =>
      signHash(enclaveMessageHash(worker.address as Address, taskId, digest), enclave)
    expect((await send(taskId, token)).status).toBe(401)
    for (const bad of [
      await sign(tasks.requester, DIGEST),
      await sign(tasks.worker, ZERO_BYTES32),
      '0x12',
    ])
      expect((await send(taskId, token, ZIP, { enclaveSignature: bad })).status).toBe(401)
    const enclaveSignature = await sign(tasks.worker, DIGEST)
    const claim = { chainTaskId: taskId, deterministHash: DIGEST, enclaveSignature }
    expect(await client.uploadFile(claim, zipFile(), token)).toMatch(/^\/ipfs\/Qm/)
    await expect(client.uploadFile(claim, zipFile(), token)).rejects.toThrow('returned 401')
  })
  it('is open to the requester without a signature', async () => {
    const taskId = await tasks.activeTask({ tee: true })
    const token = await (await login(await loginText(tasks.requester))).text()
    expect((await send(taskId, token)).status).toBe(200)
  })
  it('is refused to a worker without a stored authorization', async () => {
    const token = await workerToken(await tasks.activeTask())
    expect((await send(await tasks.activeTask({ tee: true }), token)).status).toBe(401)
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

import { readdirSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import {
  type Address,
  type Bytes32,
  enclaveMessageHash,
  signHash,
  ZERO_BYTES32,
} from '@iexec-sim/protocol'
import { Wallet } from 'ethers'
import { zipSync } from 'fflate'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import {
  call,
  client,
  computed,
  DIGEST,
  dir,
  door,
  LIMIT,
  login,
  loginText,
  OUTPUT,
  revealed,
  send,
  storage,
  tasks,
  useResultProxy,
  workerToken,
  ZIP,
  zipFile,
} from '../../test/result-proxy.ts'

useResultProxy()

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

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLog, type Door, openDoor } from '@iexec-sim/door'
import {
  type Address,
  type Bytes32,
  fileDigest,
  type LoginChallenge,
  loginChallengeHash,
  signHash,
  type TaskId,
  workerpoolAuthorizationHash,
} from '@iexec-sim/protocol'
import type { Wallet } from 'ethers'
import { zipSync } from 'fflate'
import { afterAll, beforeAll } from 'vitest'
import { ResultProxyClient } from '../src/client/index.ts'
import { Storage, type StorageOptions } from '../src/storage.ts'
import { ChainTasks } from './chain-tasks.ts'

/** Largest result that is accepted, bytes. */
export const LIMIT = 64 * 1024
/** Output of the app. */
export const OUTPUT = Buffer.from('the result')
/** Its digest. */
export const DIGEST = fileDigest(OUTPUT)
/** The `computed.json` beside it. */
export const computed = Buffer.from('{"deterministic-output-path":"/iexec_out/result.txt"}')
/** Archive of both. */
export const ZIP = zipSync({ 'computed.json': computed, 'result.txt': OUTPUT })

/** Folder of the running file. */
export let dir: string
/** A log that keeps silent. */
export const log = createLog({ level: 'silent' })
/** The chain of the running file. */
export let tasks: ChainTasks
/** Its storage services. */
export let storage: Storage
/** The open result proxy. */
export let door: Door
/** A client of the result proxy. */
export let client: ResultProxyClient
/** Opens storage services of the same chain. */
export const openStorage = (options: Partial<StorageOptions> = {}) =>
  new Storage({
    chain: tasks.hub,
    chainId: 134,
    version: '8.6.0',
    clock: tasks.clock,
    log,
    maxResultBytes: LIMIT,
    ...options,
  })

/** Calls the result proxy. */
export const call = (
  method: string,
  path: string,
  body?: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
) => fetch(door.url + path, { method, headers, ...(body === undefined ? {} : { body }) })

/** A log that keeps silent. */
/** Text of a wallet's login: hash, signature and address. */
export const loginText = (wallet: Wallet) => loginTextAt(door.url, wallet)
/** As {@link loginText}, for a result proxy at a URL. */
export async function loginTextAt(url: string, wallet: Wallet): Promise<string> {
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
/** A log that keeps silent. */
/** Sends the text of a login. */
export const login = (body: string, type = 'application/json') =>
  call('POST', '/results/login?chainId=134', body, { 'content-type': type })

/** Token of the worker for a task. */
export async function workerToken(taskId: TaskId, enclave?: Address): Promise<string> {
  const authorization = await tasks.authorize(taskId, enclave)
  return client.issueToken(
    authorization,
    await workerSignature(taskId, authorization.enclaveChallenge),
  )
}
/** The worker's signature of its authorization. */
export const workerSignature = (taskId: TaskId, enclave: Address) =>
  signHash(
    workerpoolAuthorizationHash(tasks.worker.address as Address, taskId, enclave),
    tasks.worker,
  )

/** Uploads an archive as the result of a task. */
export function send(
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
/** A task whose result with a digest the worker revealed. */
export async function revealed(digest: Bytes32 = DIGEST): Promise<TaskId> {
  const taskId = await tasks.activeTask()
  await tasks.contribute(taskId, digest)
  await tasks.reveal(taskId, digest)
  return taskId
}
/** The archive as a file. */
export const zipFile = () => {
  const path = join(dir, 'result.zip')
  writeFileSync(path, ZIP)
  return path
}

/** Opens a result proxy on a chain with tasks for the tests of a file. */
export function useResultProxy(): void {
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'iexec-sim-proxy-'))
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
}

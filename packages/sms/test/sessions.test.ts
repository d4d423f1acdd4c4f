import { inputFileName, RESERVED_SECRETS, type TaskId } from '@iexec-sim/protocol'
import { hexlify, Wallet } from 'ethers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type DealWish,
  GRAMINE_APP,
  SCONE_APP,
  TestNetwork,
  type TestTask,
} from './support/network.ts'
import { Requests } from './support/requests.ts'
import { PROGRAMS, startSms, type TestSms, variables } from './support/service.ts'

let network: TestNetwork
beforeAll(async () => {
  network = await TestNetwork.start()
})
afterAll(() => network.close())

let sms: TestSms
let to: Requests
const open = async (framework: 'scone' | 'gramine' = 'scone') => {
  sms = await startSms(network, { framework })
  to = new Requests(sms)
}
beforeEach(() => open())
afterEach(async () => {
  expect(sms.scan.leaks()).toEqual([])
  await sms.close()
})

/** A task whose challenge is made, ready for a session. */
async function ready(wish: DealWish = {}): Promise<TestTask> {
  const task = await network.task(wish)
  expect((await to.challenge(network, task.taskId)).status).toBe(200)
  return task
}

const withToken = () =>
  to.web2(network.wallets.requester, RESERVED_SECRETS.ipfsToken, 'canary-requester-token')

/** The newest session, after the SMS gave it to the worker. */
async function session(taskId: TaskId) {
  const answer = await to.session(network, taskId)
  expect(answer.status, answer.text).toBe(200)
  const { data } = JSON.parse(answer.text)
  expect(data.sessionId).toMatch(/^[0-9A-Za-z]{10}0000/)
  expect(data).toEqual({ sessionId: data.sessionId, secretProvisioningUrl: sms.provisioningUrl })
  const made = sms.sessions.at(-1)!
  expect(made.sessionId).toBe(data.sessionId)
  expect(made.sessionId.slice(14)).toBe(taskId)
  return made
}

describe('a session of a plain task', () => {
  it('contains the app and post-compute stages with their variables', async () => {
    await withToken()
    const { taskId } = await ready({ params: { iexec_args: '--x "a b"' } })
    const { stages, ...made } = await session(taskId)
    expect(Object.keys(stages).sort()).toEqual(['app', 'post-compute'])
    expect(stages.app).toMatchObject({
      fingerprint: SCONE_APP.fingerprint,
      command: 'node /app/app.js --x "a b"',
    })
    expect(stages['post-compute']).toMatchObject({
      fingerprint: PROGRAMS.postCompute.fingerprint,
      command: PROGRAMS.postCompute.entrypoint,
    })
    expect(variables({ stages, ...made }, 'app')).toEqual({
      IEXEC_TASK_ID: taskId,
      IEXEC_IN: '/iexec_in',
      IEXEC_OUT: '/iexec_out',
      IEXEC_BOT_SIZE: '1',
      IEXEC_BOT_FIRST_INDEX: '0',
      IEXEC_BOT_TASK_INDEX: '0',
      IEXEC_DATASET_ADDRESS: '',
      IEXEC_DATASET_FILENAME: '',
      IEXEC_INPUT_FILES_NUMBER: '0',
    })
    expect(variables({ stages, ...made }, 'post-compute')).toMatchObject({
      RESULT_TASK_ID: taskId,
      RESULT_ENCRYPTION: 'no',
      RESULT_ENCRYPTION_PUBLIC_KEY: '',
      RESULT_STORAGE_CALLBACK: 'no',
      RESULT_STORAGE_TOKEN: 'canary-requester-token',
      RESULT_SIGN_WORKER_ADDRESS: network.at('worker'),
    })
  })

  it('contains the key of the task’s enclave challenge, and has a new id each time', async () => {
    await withToken()
    const { taskId } = await network.task()
    const { text: challenge } = await to.challenge(network, taskId)
    const [first, second] = [await session(taskId), await session(taskId)]
    const key = (made: typeof first) =>
      variables(made, 'post-compute').RESULT_SIGN_TEE_CHALLENGE_PRIVATE_KEY!
    expect(new Wallet(key(first)).address.toLowerCase()).toBe(challenge)
    expect(key(second)).toBe(key(first))
    expect(second.sessionId).not.toBe(first.sessionId)
    sms.scan.values.add(key(first)).add(key(first).slice(2))
  })
})

describe('storage of the result', () => {
  const post = async (taskId: TaskId) => variables(await session(taskId), 'post-compute')

  it('is omitted with a callback, without a token', async () => {
    const { taskId } = await ready({
      callback: network.at('stranger'),
      params: { iexec_result_storage_provider: 'ipfs', iexec_result_storage_proxy: 'http://own' },
    })
    expect(await post(taskId)).toMatchObject({
      RESULT_STORAGE_CALLBACK: 'yes',
      RESULT_STORAGE_PROVIDER: '',
      RESULT_STORAGE_PROXY: '',
      RESULT_STORAGE_TOKEN: '',
    })
  })

  it('prefers the worker’s token, in its newest value and without surrounding blanks', async () => {
    await withToken()
    const { taskId } = await ready()
    const { worker } = network.wallets
    await to.web2(worker, RESERVED_SECRETS.ipfsToken, 'canary-worker-token-1')
    expect(await post(taskId)).toMatchObject({ RESULT_STORAGE_TOKEN: 'canary-worker-token-1' })
    await to.web2(worker, RESERVED_SECRETS.ipfsToken, ' canary-worker-token-2\n', 'PUT')
    expect(await post(taskId)).toMatchObject({ RESULT_STORAGE_TOKEN: 'canary-worker-token-2' })
  })

  it('uses the proxy of the deal, or else that of the pool owner', async () => {
    await withToken()
    await to.web2(network.wallets.poolOwner, RESERVED_SECRETS.resultProxyUrl, 'http://pool.canary')
    const plain = await ready()
    expect(await post(plain.taskId)).toMatchObject({ RESULT_STORAGE_PROXY: 'http://pool.canary' })
    const own = await ready({ params: { iexec_result_storage_proxy: 'http://own' } })
    expect(await post(own.taskId)).toMatchObject({ RESULT_STORAGE_PROXY: 'http://own' })
  })

  it('in a Dropbox takes the requester’s Dropbox token and no proxy', async () => {
    await to.web2(network.wallets.requester, RESERVED_SECRETS.dropboxToken, 'canary-dropbox-token')
    await to.web2(network.wallets.poolOwner, RESERVED_SECRETS.resultProxyUrl, 'http://pool.canary')
    const { taskId } = await ready({ params: { iexec_result_storage_provider: 'dropbox' } })
    expect(await post(taskId)).toMatchObject({
      RESULT_STORAGE_PROVIDER: 'dropbox',
      RESULT_STORAGE_PROXY: '',
      RESULT_STORAGE_TOKEN: 'canary-dropbox-token',
    })
  })

  it('encrypts with the beneficiary’s key, not the requester’s', async () => {
    await withToken()
    const wish = {
      params: { iexec_result_encryption: true },
      beneficiary: network.at('beneficiary'),
    }
    await to.web2(network.wallets.requester, RESERVED_SECRETS.encryptionKey, 'canary-requester-key')
    const { taskId } = await ready(wish)
    expect((await to.session(network, taskId)).text).toContain('EMPTY_BENEFICIARY_KEY')
    await to.web2(
      network.wallets.beneficiary,
      RESERVED_SECRETS.encryptionKey,
      'canary-beneficiary-key',
    )
    expect(await post(taskId)).toMatchObject({
      RESULT_ENCRYPTION: 'yes',
      RESULT_ENCRYPTION_PUBLIC_KEY: 'canary-beneficiary-key',
    })
  })
})

describe('the secrets of an app stage', () => {
  const named = (variables: Record<string, string>) =>
    Object.keys(variables).filter((name) => name.includes('SECRET'))

  it('are those of the requester that the deal maps to a positive index', async () => {
    await withToken()
    await to.requester(network.wallets.requester, 'my-secret', 'canary-requester-secret')
    const iexec_secrets = {
      1: 'my-secret',
      2: 'absent',
      0: 'my-secret',
      a: 'my-secret',
      '-1': 'my-secret',
      100: 'my-secret',
    }
    const { taskId } = await ready({ params: { iexec_secrets } })
    const made = await session(taskId)
    expect(named(variables(made, 'app'))).toEqual([
      'IEXEC_REQUESTER_SECRET_1',
      'IEXEC_REQUESTER_SECRET_100',
    ])
    expect(variables(made, 'app').IEXEC_REQUESTER_SECRET_1).toBe('canary-requester-secret')
    expect(Object.values(variables(made, 'post-compute'))).not.toContain('canary-requester-secret')
  })

  it('exclude the beneficiary’s, named secrets, and names of another letter case', async () => {
    await withToken()
    const { beneficiary, requester } = network.wallets
    await to.requester(beneficiary, 'my-secret', 'canary-beneficiary-secret')
    await to.web2(requester, 'my-secret', 'canary-named-secret')
    await to.requester(requester, 'MY-SECRET', 'canary-shouted-secret')
    const params = { iexec_secrets: { 1: 'my-secret' } }
    const { taskId } = await ready({ params, beneficiary: network.at('beneficiary') })
    expect(named(variables(await session(taskId), 'app'))).toEqual([])
  })

  it('include the app developer secret under its two names, in no other stage', async () => {
    await withToken()
    const task = await ready({ params: { iexec_input_files: ['https://example.com/file.txt'] } })
    await to.app(task.app, ' canary-developer-secret ', network.wallets.appOwner)
    const made = await session(task.taskId)
    const app = variables(made, 'app')
    expect(named(app)).toEqual(['IEXEC_APP_DEVELOPER_SECRET', 'IEXEC_APP_DEVELOPER_SECRET_1'])
    expect([app.IEXEC_APP_DEVELOPER_SECRET, app.IEXEC_APP_DEVELOPER_SECRET_1]).toEqual(
      Array(2).fill(' canary-developer-secret '),
    )
    const others = { ...variables(made, 'pre-compute'), ...variables(made, 'post-compute') }
    expect(JSON.stringify(others)).not.toContain('canary-developer-secret')
  })
})

describe('pre-compute', () => {
  const url = 'https://example.com/file.txt'

  it('is part of a session with input files', async () => {
    await withToken()
    const { taskId } = await ready({ params: { iexec_input_files: [url] } })
    const made = await session(taskId)
    expect(variables(made, 'pre-compute')).toMatchObject({
      IEXEC_TASK_ID: taskId,
      IEXEC_PRE_COMPUTE_OUT: '/iexec_in',
      IS_DATASET_REQUIRED: 'false',
      IEXEC_INPUT_FILES_NUMBER: '1',
      IEXEC_INPUT_FILE_URL_1: url,
      IEXEC_INPUT_FILES_FOLDER: '/iexec_in',
    })
    expect(variables(made, 'pre-compute')).not.toHaveProperty('IEXEC_DATASET_KEY')
    expect(variables(made, 'app')).toMatchObject({
      IEXEC_INPUT_FILES_NUMBER: '1',
      IEXEC_INPUT_FILE_NAME_1: inputFileName(url),
    })
  })

  it('contains the dataset’s key, which no other stage does', async () => {
    await withToken()
    const dataset = await network.createDataset('/ipfs/QmDataset')
    await to.web3(dataset, 'canary-dataset-key', network.wallets.datasetOwner)
    const { taskId } = await ready({ dataset })
    const made = await session(taskId)
    expect(made.stages['pre-compute']).toMatchObject({
      fingerprint: PROGRAMS.preCompute.fingerprint,
    })
    expect(variables(made, 'pre-compute')).toMatchObject({
      IS_DATASET_REQUIRED: 'true',
      IEXEC_DATASET_KEY: 'canary-dataset-key',
      IEXEC_DATASET_URL: '/ipfs/QmDataset',
      IEXEC_DATASET_FILENAME: dataset.toLowerCase(),
      IEXEC_DATASET_CHECKSUM: hexlify(new Uint8Array(32).fill(0xcc)),
      IEXEC_INPUT_FILES_NUMBER: '0',
    })
    const others = { ...variables(made, 'app'), ...variables(made, 'post-compute') }
    expect(JSON.stringify(others)).not.toContain('canary-dataset-key')
    expect(variables(made, 'app')).toMatchObject({
      IEXEC_DATASET_ADDRESS: dataset.toLowerCase(),
      IEXEC_DATASET_FILENAME: dataset.toLowerCase(),
    })
  })

  it('is never part of a gramine session, but its errors occur', async () => {
    await sms.close()
    await open('gramine')
    await withToken()
    const dataset = await network.createDataset()
    const { taskId } = await ready({ tag: 'tee,gramine', enclave: GRAMINE_APP, dataset })
    expect((await to.session(network, taskId)).text).toContain(
      'PRE_COMPUTE_GET_DATASET_SECRET_FAILED',
    )
    await to.web3(dataset, 'canary-dataset-key', network.wallets.datasetOwner)
    const made = await session(taskId)
    expect(Object.keys(made.stages).sort()).toEqual(['app', 'post-compute'])
    expect(made.stages.app!.fingerprint).toBe(GRAMINE_APP.fingerprint)
  })
})

describe('a provisioning service that refuses the session', () => {
  const failed = { status: 500, text: '{"error":"SECURE_SESSION_STORAGE_CALL_FAILED"}' }

  it.each([
    ['because it is not there', { provisioningUrl: 'http://127.0.0.1:1' }],
    ['because the credential is wrong', { credential: 'canary-wrong-credential' }],
  ])('%s', async (_title, wish) => {
    await sms.close()
    sms = await startSms(network, wish)
    to = new Requests(sms)
    sms.scan.values.add('canary-wrong-credential')
    await withToken()
    const { taskId } = await ready()
    expect(await to.session(network, taskId)).toEqual(failed)
    expect(sms.sessions).toEqual([])
  })
})

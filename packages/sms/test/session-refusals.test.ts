import { type Hex, signHash, workerpoolAuthorizationHash } from '@iexec-sim/protocol'
import { describe, expect, it } from 'vitest'
import { type DealWish, GRAMINE_APP, SCONE_APP, type TestNetwork } from './support/network.ts'
import { useOneSms } from './support/one-sms.ts'
import type { Requests } from './support/requests.ts'
import type { TestSms } from './support/service.ts'

let network: TestNetwork
let sms: TestSms
let to: Requests
useOneSms((shared) => {
  ;({ network, sms, to } = shared)
})

const refused = (status: number, error: string) => ({ status, text: JSON.stringify({ error }) })
const unauthorized = (reason: string) => refused(401, `EXECUTION_NOT_AUTHORIZED_${reason}`)

describe('a session is refused', () => {
  it('to callers other than the worker', async () => {
    const { taskId } = await network.task()
    const answer = await to.session(network, taskId, { worker: network.wallets.stranger })
    expect(answer).toEqual(refused(401, 'INVALID_AUTHORIZATION'))
  })

  it('without the authorization of the pool owner', async () => {
    const { taskId } = await network.task()
    const answer = await to.session(network, taskId, { poolOwner: network.wallets.stranger })
    expect(answer).toEqual(unauthorized('INVALID_SIGNATURE'))
  })

  it('with the authorization for another task', async () => {
    const [own, other] = [await network.task(), await network.task()]
    const { worker, poolOwner, stranger } = network.wallets
    const hash = (taskId: typeof own.taskId) =>
      workerpoolAuthorizationHash(network.at('worker'), taskId, network.at('stranger'))
    const body = {
      chainTaskId: own.taskId,
      workerWallet: worker.address,
      enclaveChallenge: stranger.address,
      signature: { value: (await signHash(hash(other.taskId), poolOwner)) as Hex },
    }
    const signature = await signHash(hash(own.taskId), worker)
    expect(await to.call('POST', '/tee/sessions', signature, JSON.stringify(body))).toEqual(
      unauthorized('INVALID_SIGNATURE'),
    )
  })

  it('for a standard task', async () => {
    const { taskId } = await network.task({ tag: '', enclave: null })
    expect(await to.session(network, taskId)).toEqual(unauthorized('NO_MATCH_ONCHAIN_TYPE'))
  })

  it('for a task that is over', async () => {
    const task = await network.task()
    await network.complete(task)
    expect(await to.session(network, task.taskId)).toEqual(unauthorized('TASK_NOT_ACTIVE'))
  })

  it('for a task that is not on chain, and for an invalid id', async () => {
    const { taskId } = await network.task({ initialized: false })
    expect(await to.session(network, taskId)).toEqual(unauthorized('GET_CHAIN_TASK_FAILED'))
    expect(await to.session(network, '' as typeof taskId)).toEqual(
      unauthorized('EMPTY_PARAMS_UNAUTHORIZED'),
    )
  })

  it('when the body is not a request', async () => {
    expect((await to.call('POST', '/tee/sessions', '0x12', 'not json')).status).toBe(400)
    expect((await to.call('POST', '/tee/sessions', '0x12', '{"chainTaskId":1}')).status).toBe(400)
    expect((await to.call('POST', '/tee/sessions', '0x12', 'null')).status).toBe(400)
    expect((await to.call('POST', '/tee/sessions', undefined, '{}')).status).toBe(400)
    const body = {
      chainTaskId: 'zz',
      workerWallet: 'zz',
      enclaveChallenge: 'zz',
      signature: { value: 'zz' },
    }
    expect(await to.call('POST', '/tee/sessions', '0x12', JSON.stringify(body))).toEqual(
      refused(401, 'INVALID_AUTHORIZATION'),
    )
  })
})

describe('a session cannot be made', () => {
  it.each<[string, DealWish, string]>([
    [
      'of an app whose fingerprint has 31 bytes',
      { enclave: { ...SCONE_APP, fingerprint: 'a'.repeat(62) } },
      'APP_COMPUTE_INVALID_ENCLAVE_CONFIG',
    ],
    [
      'of a scone app without an entrypoint',
      { enclave: { ...GRAMINE_APP, framework: 'SCONE' } },
      'APP_COMPUTE_INVALID_ENCLAVE_CONFIG',
    ],
    ['of an app without an enclave', { enclave: null }, 'APP_COMPUTE_NO_ENCLAVE_CONFIG'],
    [
      'without the key results are to be encrypted with',
      { params: { iexec_result_encryption: true } },
      'POST_COMPUTE_GET_ENCRYPTION_TOKENS_FAILED_EMPTY_BENEFICIARY_KEY',
    ],
    ['without a token to store results with', {}, 'POST_COMPUTE_GET_STORAGE_TOKENS_FAILED'],
    [
      'with a Dropbox result and an IPFS token',
      { params: { iexec_result_storage_provider: 'dropbox' } },
      'POST_COMPUTE_GET_STORAGE_TOKENS_FAILED',
    ],
    [
      'with a requester secret of an impossible name',
      { params: { iexec_secrets: { 1: 'n'.repeat(65) } } },
      'SECURE_SESSION_GENERATION_FAILED',
    ],
  ])('%s', async (_title, wish, error) => {
    const { taskId } = await network.task(wish)
    expect(await to.session(network, taskId)).toEqual(refused(500, error))
  })

  it('without the key of its dataset', async () => {
    const { taskId } = await network.task({ dataset: await network.createDataset() })
    expect(await to.session(network, taskId)).toEqual(
      refused(500, 'PRE_COMPUTE_GET_DATASET_SECRET_FAILED'),
    )
  })

  it('without an enclave challenge requested before', async () => {
    const { taskId } = await network.task({ callback: network.at('stranger') })
    expect(await to.session(network, taskId)).toEqual(
      refused(500, 'POST_COMPUTE_GET_SIGNATURE_TOKENS_FAILED_EMPTY_TEE_CHALLENGE'),
    )
  })

  it('without a deposit', () => {
    expect(sms.sessions).toEqual([])
  })
})

import {
  enclaveChallengeRequestHash,
  type MessageSigner,
  signHash,
  type TaskId,
} from '@iexec-sim/protocol'
import { describe, expect, it } from 'vitest'
import type { TestNetwork } from './support/network.ts'
import { useOneSms } from './support/one-sms.ts'
import { type Answer, Requests } from './support/requests.ts'
import { PROGRAMS, startSms, type TestSms } from './support/service.ts'

let network: TestNetwork
let sms: TestSms
let to: Requests
useOneSms((shared) => {
  ;({ network, sms, to } = shared)
})

describe('the framework of an SMS', () => {
  it('is returned as JSON text', async () => {
    expect(await to.call('GET', '/tee/framework')).toEqual({ status: 200, text: '"SCONE"' })
  })

  it('has properties, and others are refused', async () => {
    const answers = await Promise.all(
      ['scone', 'SCONE', 'gramine', 'foo'].map((name) => to.call('GET', `/tee/properties/${name}`)),
    )
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 409, 400])
    expect(answers[0]!.text).toBe(answers[1]!.text)
    expect(answers[2]!.text).toBe('')
    expect(JSON.parse(answers[0]!.text)).toEqual({
      teeFramework: 'SCONE',
      preComputeProperties: PROGRAMS.preCompute,
      postComputeProperties: PROGRAMS.postCompute,
      lasImage: expect.any(String),
    })
  })

  it('is gramine at the other SMS, which has no attestation image', async () => {
    const other = await startSms(network, { framework: 'gramine' })
    const ask = new Requests(other)
    expect((await ask.call('GET', '/tee/framework')).text).toBe('"GRAMINE"')
    expect((await ask.call('GET', '/tee/properties/scone')).status).toBe(409)
    const { text } = await ask.call('GET', '/tee/properties/Gramine')
    expect(JSON.parse(text)).not.toHaveProperty('lasImage')
    await other.close()
  })
})

describe('the enclave challenge of a task', () => {
  const ask = async (
    taskId: TaskId,
    signer: MessageSigner = network.wallets.poolOwner,
  ): Promise<Answer> =>
    to.call(
      'POST',
      `/tee/challenges/${taskId}`,
      await signHash(enclaveChallengeRequestHash(taskId), signer),
    )
  const refusal = { status: 401, text: '' }

  it('is an address of its own, the same at every request', async () => {
    const [one, other] = [await network.task(), await network.task()]
    const first = await ask(one.taskId)
    expect(first.status).toBe(200)
    expect(first.text).toMatch(/^0x[0-9a-f]{40}$/)
    expect(await ask(one.taskId)).toEqual(first)
    expect((await ask(other.taskId)).text).not.toBe(first.text)
  })

  it('is refused to callers other than the workerpool’s owner', async () => {
    const { taskId } = await network.task()
    expect(await ask(taskId, network.wallets.stranger)).toEqual(refusal)
    const other = await network.task()
    const stolen = await signHash(
      enclaveChallengeRequestHash(other.taskId),
      network.wallets.poolOwner,
    )
    expect(await to.call('POST', `/tee/challenges/${taskId}`, stolen)).toEqual(refusal)
    expect((await to.call('POST', `/tee/challenges/${taskId}`)).status).toBe(400)
  })

  it('is refused for a task that is not active or not a TEE task', async () => {
    const completed = await network.task()
    await network.complete(completed)
    const waiting = await network.task({ initialized: false })
    const standard = await network.task({ tag: '', enclave: null })
    for (const { taskId } of [completed, waiting, standard])
      expect(await ask(taskId)).toEqual(refusal)
    expect((await to.call('POST', '/tee/challenges/rubbish', '0x12')).status).toBe(401)
  })
})

it('no log line contains a private key', () => {
  expect(sms.scan.lines.join('\n')).not.toMatch(/"privateKey"/)
})

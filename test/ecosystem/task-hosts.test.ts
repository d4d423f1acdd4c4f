import { randomBytes } from 'node:crypto'
import { listStandIns, standInCalls } from '@iexec-sim/client'
import { arbitrumSepolia, encodeTag } from '@iexec-sim/protocol'
import { defaultConfig, offeredStandIn, withStandIns } from '@iexec-sim/stack'
import { GatewayClient } from '@iexec-sim/storage/client'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { ScenarioNetwork } from '../support/scenario-network.ts'

const GATEWAYS = ['ipfs-gateway.arbitrum-sepolia-testnet.iex.ec', 'ipfs.iex.ec']
const ASKED = [
  'api.mailjet.com',
  'api.mailgun.net',
  'api.telegram.org',
  'arweave-api.iex.ec',
  'arweave.net',
]
let sim: ScenarioNetwork
beforeAll(async () => {
  const config = defaultConfig(arbitrumSepolia)
  sim = await ScenarioNetwork.start({
    profile: arbitrumSepolia,
    ports: Object.fromEntries(Object.keys(arbitrumSepolia.ports).map((name) => [name, 0])),
    standIns: withStandIns(config.standIns, ASKED.map(offeredStandIn)),
  })
})
afterAll(() => sim[Symbol.asyncDispose]())

/** A request of a task. `form` is sent as the field "file" of a form. */
interface Call {
  url: string
  method?: string
  headers?: Record<string, string>
  body?: string
  form?: string
}
interface Answer {
  status: number
  length: number
  sha256: string
  text: string
  headers: Record<string, string>
}

/** Has a task under tdx make requests, one after the other. */
async function fromTask(...calls: Call[]): Promise<Answer[]> {
  const cid = await new GatewayClient(sim.network.sheet.gateway).add(
    Buffer.from(JSON.stringify(calls)),
  )
  const image = inject('scenarioImage')
  const request = {
    image,
    tag: encodeTag('tee,tdx'),
    secrets: {},
    args: 'calls',
    params: { iexec_input_files: [`${sim.network.sheet.gateway}/ipfs/${cid}`] },
  }
  const { taskId } = await sim.requester.match(
    request,
    await sim.requester.prepare(image, request.tag),
  )
  const { onchain, files } = await sim.outcome(taskId)
  expect(onchain).toBe('COMPLETED')
  return JSON.parse(files['result.txt']!) as Answer[]
}

describe('a task under tdx', () => {
  it('reads content by its CID under the official names of the gateway', async () => {
    const gateway = new GatewayClient(sim.network.sheet.gateway)
    const small = await gateway.add(Buffer.from('some content'))
    const bytes = randomBytes(3 * 1024 ** 2)
    const large = await gateway.add(bytes)
    const answers = await fromTask(
      ...GATEWAYS.map((host) => ({ url: `https://${host}/ipfs/${small}` })),
      { url: `https://${GATEWAYS[1]}/ipfs/${small}`, method: 'HEAD' },
      { url: `https://${GATEWAYS[0]}/ipfs/${large}` },
    )
    expect(answers.map(({ status, length }) => [status, length])).toEqual([
      [200, 12],
      [200, 12],
      [200, 0],
      [200, bytes.length],
    ])
    expect(answers[1]!.text).toBe('some content')
    expect(answers[2]!.headers).toMatchObject({ 'content-length': '12', etag: `"${small}"` })
    const { createHash } = await import('node:crypto')
    expect(answers[3]!.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
  })

  it('reads nothing else there, and changes nothing', async () => {
    const cid = await new GatewayClient(sim.network.sheet.gateway).add(Buffer.from('content'))
    const host = `https://${GATEWAYS[0]}`
    const unknown = 'QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n'
    const answers = await fromTask(
      { url: `${host}/ipfs/${unknown}` },
      { url: `${host}/ipfs/${cid}/below` },
      { url: `${host}/ipfs/nonsense` },
      { url: `${host}/ipfs/${cid}/%2e%2e/%2e%2e/api/v0/version` },
      { url: `${host}/ipfs/${cid}/..%2f..%2fapi/v0/version` },
      { url: `${host}/api/v0/version` },
      { url: `${host}/v1/results` },
      { url: `${host}/` },
      { url: `${host}/api/v0/add`, method: 'POST', form: 'written' },
      { url: `${host}/ipfs/${cid}`, method: 'PUT', body: 'written' },
      { url: `${host}/ipfs/${cid}`, method: 'DELETE' },
    )
    expect(answers.map(({ status }) => status)).toEqual([
      404, 404, 400, 404, 404, 404, 404, 404, 405, 405, 405,
    ])
  })
})

describe('the result of another task', () => {
  it('is read by its CID alone', async () => {
    const image = inject('scenarioImage')
    const request = { image, tag: encodeTag('tee,tdx'), secrets: {}, args: 'args of-another' }
    const prepared = await sim.requester.prepare(image, request.tag)
    const other = await sim.outcome((await sim.requester.match(request, prepared)).taskId)
    const host = `https://${GATEWAYS[0]}`
    const answers = await fromTask(
      { url: `${host}/ipfs/${other.taskId}` },
      { url: `${host}/v1/results/${other.taskId}/ipfshash` },
      { url: `${host}${(other.link as { location: string }).location}` },
    )
    expect(answers.map(({ status }) => status)).toEqual([400, 404, 200])
  })
})

describe('a stand-in that was asked for', () => {
  const json = { 'content-type': 'application/json' }
  const basic = { authorization: `Basic ${Buffer.from('public:private').toString('base64')}` }

  it('takes a mail, and its owner alone reads it', async () => {
    const mail = {
      From: { Email: 'sender@example.org' },
      To: [{ Email: 'bob@example.org' }],
      Subject: 'Hello',
      TextPart: 'Hi there',
    }
    const url = 'https://api.mailjet.com/v3.1/send'
    const body = JSON.stringify({ Messages: [mail] })
    const [sent, keyless, empty, checked, undeliverable] = await fromTask(
      { url, method: 'POST', headers: { ...json, ...basic }, body },
      { url, method: 'POST', headers: json, body },
      { url, method: 'POST', headers: { ...json, ...basic }, body: '{}' },
      {
        url: 'https://api.mailgun.net/v4/address/validate?address=bob@example.org',
        headers: basic,
      },
      {
        url: 'https://api.mailgun.net/v4/address/validate?address=undeliverable@example.org',
        headers: basic,
      },
    )
    expect(sent!.status).toBe(200)
    expect(JSON.parse(sent!.text)).toMatchObject({
      Messages: [{ Status: 'success', To: [{ Email: 'bob@example.org' }] }],
    })
    expect([keyless!.status, empty!.status]).toEqual([401, 400])
    expect(JSON.parse(checked!.text)).toMatchObject({ result: 'deliverable' })
    expect(JSON.parse(undeliverable!.text)).toMatchObject({ result: 'undeliverable' })

    const network = { ...sim.network, stateDir: sim.dir }
    const calls = await standInCalls(network, 'api.mailjet.com')
    expect(calls[0]).toMatchObject({ method: 'POST', path: '/v3.1/send', body, status: 200 })
    expect(calls[0]!.headers).toMatchObject(basic)
    expect(calls.map(({ status }) => status)).toEqual([200, 401, 400])
    expect(await standInCalls(network, 'api.mailgun.net')).toHaveLength(2)
    const { status } = await fetch(`${sim.network.sheet.control}/stand-ins/api.mailjet.com/calls`)
    expect(status).toBe(401)
    await expect(standInCalls(network, 'api.mailjet.org')).rejects.toThrow('api.mailjet.com')
  })

  it('takes a message for a chat', async () => {
    const url = 'https://api.telegram.org/bot42:token/sendMessage'
    const body = JSON.stringify({ chat_id: '12345', text: 'Hi', parse_mode: 'HTML' })
    const [sent, empty] = await fromTask(
      { url, method: 'POST', headers: json, body },
      { url, method: 'POST', headers: json, body: '{"chat_id":"1"}' },
    )
    expect(JSON.parse(sent!.text)).toMatchObject({ ok: true, result: { chat: { id: 12345 } } })
    expect(JSON.parse(empty!.text)).toMatchObject({ ok: false, error_code: 400 })
  })

  it('keeps what was uploaded to Arweave', async () => {
    const [uploaded] = await fromTask({
      url: 'https://arweave-api.iex.ec/upload',
      method: 'POST',
      form: 'protected data',
    })
    const { arweaveId } = JSON.parse(uploaded!.text) as { arweaveId: string }
    const [found, missing] = await fromTask(
      { url: `https://arweave.net/${arweaveId}` },
      { url: `https://arweave.net/${arweaveId.slice(1)}` },
    )
    expect(found!.text).toBe('protected data')
    expect(missing!.status).toBe(404)
  })

  it('outlives a task that floods it', async () => {
    const image = inject('scenarioImage')
    const url = 'https://api.mailjet.com/v3.1/send'
    const request = { image, tag: encodeTag('tee,tdx'), secrets: {}, args: `flood ${url}` }
    const prepared = await sim.requester.prepare(image, request.tag)
    const flood = await sim.outcome((await sim.requester.match(request, prepared)).taskId)
    const statuses = JSON.parse(flood.files['result.txt']!) as number[]
    expect(new Set(statuses)).toContain(401)
    const [after] = await fromTask({ url, method: 'POST', headers: json, body: '{}' })
    expect(after!.status).toBe(401)
  })

  it('is listed, and its calls end with a restore', async () => {
    const network = { ...sim.network, stateDir: sim.dir }
    await sim.network.snapshots.save('before')
    await fromTask({ url: 'https://api.telegram.org/bot1:x/getMe' })
    const listed = async () =>
      (await listStandIns(network)).find(({ host }) => host === 'api.telegram.org')
    expect((await listed())?.calls).toBeGreaterThan(0)
    await sim.network.snapshots.restore('before')
    expect(await listed()).toMatchObject({ image: 'iexec-sim/stand-ins', calls: 0 })
  })
})

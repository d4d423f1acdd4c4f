import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findNetwork } from '@iexec-sim/client'
import { type Fault, type FaultEntry, serviceRoutes } from '@iexec-sim/faults'
import { bellecour } from '@iexec-sim/protocol'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { CliNetwork, cli } from './support/cli.ts'
import { causeOf, ScenarioNetwork, statusesOf } from './support/scenario-network.ts'

describe('in a network', () => {
  let sim: ScenarioNetwork
  beforeAll(async () => {
    sim = await ScenarioNetwork.start({ workers: 1 })
  })
  afterAll(() => sim[Symbol.asyncDispose]())
  afterEach(() => sim.network.faults.clear())

  const faults = () => sim.network.faults
  const add = (fault: Fault): FaultEntry => faults().add(fault)
  const refuseOnce = (service: 'sms-scone' | 'result-proxy', route: string, status: number) =>
    add({ on: 'http', service, route, does: { status }, times: 1 })

  it('every service but the control door can be made to fail', async () => {
    const { sheet, controlToken } = sim.network
    const services = urls(sheet)
    for (const [service, url] of Object.entries(services)) {
      // No other client calls it meanwhile.
      const [route, path, method] = PLACES[service] ?? ['/version', '/version', 'GET']
      const ask = async () => (await fetch(url + path, { method })).status
      add({ on: 'http', service: service as 'market', route, does: { status: 418 }, times: 1 })
      expect([service, await ask(), (await ask()) === 418]).toEqual([service, 418, false])
    }
    expect(Object.keys(services).length).toBeGreaterThan(6)
    expect(faults().list()).toEqual([])
    const control = { on: 'http', service: 'control', does: { drop: true } }
    const headers = { authorization: `Bearer ${controlToken}`, 'content-type': 'application/json' }
    const answer = await fetch(`${sheet.control}/faults`, {
      method: 'POST',
      headers,
      body: JSON.stringify(control),
    })
    expect([answer.status, await answer.text()]).toEqual([
      400,
      expect.stringContaining('Unknown service \\"control\\"'),
    ])
  })

  it('a JSON-RPC request is dropped, and the next one is answered', async () => {
    const ask = () =>
      fetch(sim.network.sheet.rpc, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] }),
      })
    add({ on: 'http', service: 'chain', does: { drop: true }, times: 1 })
    await expect(ask()).rejects.toThrow('fetch failed')
    expect(await (await ask()).json()).toMatchObject({ result: '0x86' })
  })

  it('a worker whose SMS is down fails with that cause, and the next task completes', async () => {
    refuseOnce('sms-scone', '/tee/sessions', 503)
    expect(causeOf(await sim.run())).toBe('TEE_SESSION_GENERATION_UNKNOWN_ISSUE')
    expect(statusesOf(await sim.run()).at(-1)).toBe('COMPLETED')
  })

  it('a result proxy that refuses the upload fails the task at its post-compute', async () => {
    refuseOnce('result-proxy', 'POST /v1/results', 401)
    expect(causeOf(await sim.run())).toBe('POST_COMPUTE_IPFS_UPLOAD_FAILED')
  })

  it('a task whose transactions are mined late or in another order completes all the same', async () => {
    add({ on: 'chain', does: { delayMs: 300 }, times: 2 })
    add({ on: 'chain', does: { reorder: 2 }, times: 1 })
    expect(statusesOf(await sim.run()).at(-1)).toBe('COMPLETED')
    expect(faults().list()).toEqual([])
  })

  it('a worker whose transaction reverts reports that cause', async () => {
    const { taskId } = await sim.match({ args: 'nap' })
    await sim.reaches(taskId, 'COMPUTING')
    add({ on: 'chain', does: { revert: true }, times: 1 })
    expect(causeOf(await sim.outcome(taskId))).toBe('CHAIN_RECEIPT_NOT_VALID')
  })

  it('a worker whose clock is a day ahead counts the task as late, and works once the fault is removed', async () => {
    const { id } = add({ on: 'clock', service: 'worker-1', driftMs: 86_400_000 })
    expect(causeOf(await sim.run())).toBe('CONTRIBUTION_TIMEOUT')
    faults().clear(id)
    expect(statusesOf(await sim.run()).at(-1)).toBe('COMPLETED')
  })

  it('an engine restart ends the container, and none is left', async () => {
    add({ on: 'stage', cause: 'engine-restarts', times: 1 })
    const { taskId } = await sim.match({ args: 'sleep' })
    const outcome = await sim.outcome(taskId)
    expect(outcome.task.replicates[0]).toMatchObject({
      exitCode: -1,
      diagnosis: { reason: expect.stringContaining('hung up') },
    })
    expect(statusesOf(await sim.run()).at(-1)).toBe('COMPLETED')
  })

  it('an app is killed for memory', async () => {
    add({ on: 'stage', cause: 'out-of-memory', times: 1 })
    const outcome = await sim.run()
    expect(causeOf(outcome)).toBe('APP_COMPUTE_FAILED')
    // Some engines kill the app, others what was to start it.
    expect([137, -1]).toContain(outcome.task.replicates[0]?.exitCode)
  })

  it('a restored snapshot clears them', async () => {
    await sim.network.snapshots.save('before')
    add({ on: 'stage', cause: 'no-disk' })
    await sim.network.snapshots.restore('before')
    expect(faults().list()).toEqual([])
    expect(statusesOf(await sim.run()).at(-1)).toBe('COMPLETED')
  })

  it('a fault for one task does not strike another', async () => {
    add({ on: 'stage', cause: 'no-disk', task: `0x${'ab'.repeat(32)}` as never })
    expect(statusesOf(await sim.run()).at(-1)).toBe('COMPLETED')
    expect(faults().list()[0]).toMatchObject({ struck: 0 })
  })
})

/** Routes of services that have no `/version`: pattern, path and method. */
const PLACES: Record<string, [string, string, string]> = {
  gateway: ['/ipfs/*', '/ipfs/nothing', 'GET'],
  subgraph: ['/', '', 'POST'],
}

/** URLs of the services, by the names of their ports. */
function urls({
  sms,
  gateway,
  resultProxy,
  market,
  subgraph,
  workerpool,
}: ScenarioNetwork['network']['sheet']) {
  const frameworks = Object.entries(sms).map(([framework, url]) => [`sms-${framework}`, url])
  const named = {
    gateway,
    'result-proxy': resultProxy,
    market,
    subgraph: new URL('/', subgraph.poco).href,
    workerpool: workerpool.url,
  }
  return { ...(Object.fromEntries(frameworks) as Record<string, string>), ...named }
}

describe('on the command line', () => {
  const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-faults-'))
  const file = (name: string, text: string): string => {
    writeFileSync(join(dir, name), text)
    return join(dir, name)
  }
  const network = new CliNetwork()
  const late = { on: 'http', service: 'market', route: '/metrics', does: { delayMs: 5 } }
  beforeAll(() => network.up('--faults', file('faults.json', JSON.stringify([late]))))
  afterAll(async () => {
    await network[Symbol.asyncDispose]()
    rmSync(dir, { recursive: true })
  })
  const list = async () => (await network.json<{ faults: FaultEntry[] }>(['fault', 'list'])).faults

  it('faults are listed, added, removed, and shown in the status', async () => {
    const first = { ...late, id: 1, struck: 0 }
    expect(await network.json(['status'])).toMatchObject({ faults: [first] })
    const options = [
      '--route',
      'POST /tee/sessions',
      '--status',
      '503',
      '--delay',
      '2s',
      '--times',
      '2',
      '--rate',
      '0.5',
    ]
    const { faults } = await network.json<{ faults: unknown[] }>([
      'fault',
      'add',
      'sms-scone',
      ...options,
    ])
    const sms = {
      service: 'sms-scone',
      route: '/tee/sessions',
      method: 'POST',
      does: { delayMs: 2000, status: 503 },
    }
    expect(faults).toEqual([first, { on: 'http', ...sms, rate: 0.5, times: 2, id: 2, struck: 0 }])
    await network.cli(['fault', 'add', 'worker-2', '--cause', 'no-disk', '--stage', 'app'])
    await network.cli(['fault', 'add', 'chain', '--late', '20s'])
    await network.cli(['fault', 'add', 'workerpool', '--drift', '-2h'])
    expect((await network.cli(['status'])).stdout).toContain(`Going wrong on purpose:
  1  market  /metrics  delayMs 5
  2  sms-scone  POST  /tee/sessions  delayMs 2000  status 503  (rate 0.5, 0 of 2 times)
  3  worker-2  app  no-disk
  4  chain  delayMs 20000
  5  workerpool  clock off by -7200000 ms`)
    expect(await network.json(['fault', 'clear', '2'])).toMatchObject({
      faults: [{ id: 1 }, { id: 3 }, { id: 4 }, { id: 5 }],
    })
    expect((await network.cli(['fault', 'clear'])).stdout).toBe('Nothing goes wrong on purpose.\n')
  })

  it('a file of faults is loaded whole or not at all', async () => {
    const drop = { on: 'http', service: 'gateway', does: { drop: true } }
    const bad = await network.cli([
      'fault',
      'load',
      file('bad.json', JSON.stringify([drop, { ...drop, service: 'gatway' }])),
    ])
    expect([bad.code, bad.stderr]).toEqual([2, expect.stringContaining('did you mean "gateway"?')])
    expect(await list()).toEqual([])
    await network.cli(['fault', 'load', file('good.json', JSON.stringify([drop, late]))])
    expect(await list()).toHaveLength(2)
    await network.cli(['fault', 'clear'])
  })

  it('the table lists every cause', async () => {
    const { stdout } = await cli(['fault', 'table'])
    for (const name of ['CHAIN_UNREACHABLE', 'out-of-memory', 'POST_COMPUTE_TIMEOUT'])
      expect(stdout).toContain(name)
    expect(stdout).toMatch(/REVEAL_TIMEOUT +never: /)
  })

  it.each<[string[], string]>([
    [['smsscone', '--status', '500'], 'Unknown service "smsscone"; did you mean "sms-scone"?'],
    [
      ['sms-scone', '--route', '/tee/session', '--drop'],
      'Unknown route of sms-scone "/tee/session"; did you mean "/tee/sessions"?',
    ],
    [
      ['worker', '--cause', 'out-of-memry'],
      'Unknown cause "out-of-memry"; did you mean "out-of-memory"?',
    ],
    [
      ['worker', '--cause', 'no-disk', '--stage', 'reveal'],
      '"no-disk" cannot occur at stage "reveal".',
    ],
    [['wroker', '--cause', 'no-disk'], 'Unknown worker "wroker"; did you mean "worker"?'],
    [['worker', '--cause', 'no-disk', '--status', '500'], 'Invalid --status "500"'],
    [['market', '--late', '20s'], 'only the chain'],
    [['market', '--delay', 'soon'], 'Invalid --delay "soon"'],
    [['market', '--drop', '--rate', '7'], 'rate is invalid: 7 is not a number from 0 to 1.'],
    [['market'], 'nothing says what goes wrong'],
  ])('%j is not added', async (args, sentence) => {
    const { code, stderr } = await network.cli(['fault', 'add', ...args])
    expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)])
    expect(await list()).toEqual([])
  })

  it.each([
    ['{', 'not JSON'],
    [
      '[{"on":"http","service":"market","route":"/metric","does":{"drop":true}}]',
      'did you mean "/metrics"?',
    ],
  ])('a network is not started with %s', async (text, sentence) => {
    const folder = `${network.dir}-refused`
    const args = [
      'up',
      '--detach',
      '--any-port',
      '--state',
      folder,
      '--faults',
      file('start.json', text),
    ]
    const { code, stderr } = await cli(args)
    expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)])
    expect(existsSync(folder)).toBe(false)
  })

  it('is closed without the control token', async () => {
    expect((await fetch(`${network.sheet.control}/faults`)).status).toBe(401)
    expect(findNetwork(network.dir).controlToken).not.toBe('')
  })
})

it('every service of a profile but the control door and the explorer has routes that can fail', () => {
  const without = Object.keys(bellecour.ports).filter(
    (name) => serviceRoutes(name, 'v8').length === 0,
  )
  expect(without).toEqual(['explorer', 'control'])
})

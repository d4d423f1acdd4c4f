import { randomBytes } from 'node:crypto'
import Docker from 'dockerode'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { connectEngine, type Engine } from '../src/engine.ts'
import { NETWORK_LABEL } from '../src/labels.ts'
import { openPlainSlot, PYTHON_IMAGE } from './fixture.ts'
import { SocketProxy } from './socket-proxy.ts'

const docker = new Docker()
let proxy: SocketProxy
let engine: Engine

beforeEach(async () => {
  proxy = await SocketProxy.open()
  engine = engineAt(proxy.socketPath, `test-${randomBytes(4).toString('hex')}`, 2_000)
})
afterEach(async () => {
  proxy.close()
  // Containers that a hanging engine kept are removed past the proxy.
  await connectEngine({ network: engine.network }).sweep((network) => network !== engine.network)
})

const engineAt = (socketPath: string, network: string, timeoutMs?: number) =>
  connectEngine({ network, docker: { socketPath }, timeoutMs })

const ours = () =>
  docker.listContainers({ all: true, filters: { label: [`${NETWORK_LABEL}=${engine.network}`] } })

async function run(
  program: string,
  timeLimitMs = 60_000,
  signal?: AbortSignal,
  onStarted?: () => void,
) {
  const { id } = await docker
    .getImage(PYTHON_IMAGE)
    .inspect()
    .then(({ Id }) => ({ id: Id }))
  const spec = { imageId: id, args: ['python3', '-c', program], environment: {}, timeLimitMs }
  return engine.runContainer(spec, { signal, onStarted })
}

const timeout = (action: string) => ({
  code: 'ENGINE_TIMEOUT',
  message: expect.stringMatching(new RegExp(`engine at ${proxy.socketPath} .*${action}`)),
})

it.each([
  ['say its version', /^GET \/version/],
  ['list images', /^GET \/images\/json/],
])('a call without a response fails and names the engine: %s', async (action, request) => {
  proxy.swallow(request)
  const asking = action === 'list images' ? engine.listImages('x') : engine.ping()
  await expect(asking).rejects.toMatchObject(timeout(action))
})

it.each([
  ['create a task container', /^POST \/containers\/create/],
  ['attach to a task container', /^POST \/containers\/[0-9a-f]+\/attach/],
  ['start a task container', /^POST \/containers\/[0-9a-f]+\/start/],
  ['wait for a task container', /^POST \/containers\/[0-9a-f]+\/wait/],
  ['inspect a task container', /^GET \/containers\/[0-9a-f]+\/json/],
])('a task fails when the engine does not %s', async (action, request) => {
  proxy.swallow(request)
  await expect(run('print(1)')).rejects.toMatchObject(timeout(action))
})

it('a task whose time is over fails when the engine no longer kills it', async () => {
  await expect(
    run('import time; time.sleep(600)', 1_000, undefined, () => proxy.freeze()),
  ).rejects.toMatchObject(timeout('wait for a task container'))
})

it('a task that is aborted ends when the engine no longer kills it', async () => {
  const aborting = new AbortController()
  const ended = run('import time; time.sleep(600)', 60_000, aborting.signal, () => {
    proxy.freeze()
    aborting.abort(new Error('no more'))
  })
  await expect(ended).rejects.toThrow('no more')
})

it('a network whose engine hangs ends, and warns of leftovers', async () => {
  const patient = engineAt(proxy.socketPath, engine.network)
  await openPlainSlot(patient, 'slot-1')
  expect(await ours()).toHaveLength(1)
  proxy.freeze()
  patient.endWithin(300)
  await expect(patient.closeNetwork()).rejects.toMatchObject({
    code: expect.stringMatching(/^ENGINE_/),
  })
})

it('leftovers of a call without a response are removed with the network', async () => {
  proxy.swallow(/^POST \/containers\/[0-9a-f]+\/start/)
  const slot = openPlainSlot(engine, 'slot-1')
  await expect(slot).rejects.toMatchObject({ code: 'ENGINE_TIMEOUT' })
  proxy.swallow(/^NOTHING/)
  await engine.closeNetwork()
  expect(await ours()).toEqual([])
  const filters = { label: [`${NETWORK_LABEL}=${engine.network}`] }
  expect(await docker.listNetworks({ filters })).toEqual([])
  expect((await docker.listVolumes({ filters })).Volumes).toEqual([])
})

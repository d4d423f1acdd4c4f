import { randomBytes } from 'node:crypto'
import Docker from 'dockerode'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { connectEngine, type Engine } from '../src/engine.ts'
import { dockerfileContext } from '../src/images.ts'
import { NETWORK_LABEL } from '../src/labels.ts'
import type { RunOptions } from '../src/run.ts'
import { PYTHON_IMAGE } from './fixture.ts'
import { SocketProxy } from './socket-proxy.ts'

const docker = new Docker()
let proxy: SocketProxy
let engine: Engine

beforeEach(async () => {
  proxy = await SocketProxy.open()
  const network = `test-${randomBytes(4).toString('hex')}`
  engine = connectEngine({ network, docker: { socketPath: proxy.socketPath } })
})
afterEach(async () => {
  await engine.close()
  proxy.close()
})

const ours = () =>
  docker.listContainers({ all: true, filters: { label: [`${NETWORK_LABEL}=${engine.network}`] } })

async function run(program: string, options: RunOptions = {}) {
  const { id } = await engine.requireImage(PYTHON_IMAGE)
  return engine.runContainer(
    { imageId: id, args: ['python3', '-c', program], environment: {}, timeLimitMs: 60_000 },
    options,
  )
}

it('a missing engine fails with its socket and the command that starts one', async () => {
  const absent = connectEngine({
    network: 'absent',
    docker: { socketPath: '/nowhere/docker.sock' },
  })
  await expect(absent.ping()).rejects.toMatchObject({
    code: 'ENGINE_UNREACHABLE',
    message: expect.stringContaining('/nowhere/docker.sock'),
    help: expect.stringContaining('systemctl start docker'),
  })
})

it('an engine that hangs up fails the run, and later runs succeed without a leftover container', async () => {
  const filters = { event: ['start'], label: [`${NETWORK_LABEL}=${engine.network}`] }
  const events = await docker.getEvents({ filters })
  const started = new Promise((resolve) => events.once('data', resolve))
  const failing = run('import time; time.sleep(600)')
  failing.catch(() => {})
  await started
  ;(events as unknown as { destroy(): void }).destroy()
  proxy.hangUp()
  await expect(failing).rejects.toMatchObject({ code: 'ENGINE_HUNG_UP' })
  expect((await run('print(1)')).stdout.tail).toBe('1\n')
  expect(await ours()).toEqual([])
})

it.each([
  ['create', /^POST \/containers\/create/],
  ['start', /^POST \/containers\/[0-9a-f]+\/start/],
])(
  'a full disk that keeps the engine from %s fails with "no space left"',
  async (_step, request) => {
    proxy.refuse(request, 'mkdir /var/lib/docker/overlay2/x: no space left on device')
    await expect(run('print(1)')).rejects.toMatchObject({ code: 'ENGINE_NO_SPACE' })
    expect(await ours()).toEqual([])
  },
)

it('a container that could not be removed is removed later', async () => {
  proxy.refuse(/^DELETE \/containers/, 'the engine is busy')
  expect((await run('print(1)')).exitCode).toBe(0)
  expect(await ours()).toHaveLength(1)
  proxy.refuse(/^NOTHING/, '')
  await run('print(2)')
  expect(await ours()).toEqual([])
})

it('a run that hands its removal over settles before it, and the end of the engine waits for it', async () => {
  let isGone = false
  const onRemoval = (removal: Promise<void>) => {
    void removal.then(() => {
      isGone = true
    })
  }
  await run('print(1)', { onRemoval })
  expect(isGone).toBe(false)
  await engine.close()
  expect(isGone).toBe(true)
  expect(await ours()).toEqual([])
})

it('a failed pull or build throws the reason', async () => {
  proxy.refuse(/^POST \/images\/create/, 'no such registry')
  await expect(engine.pullImage('nowhere.example/app', 5_000)).rejects.toMatchObject({
    code: 'IMAGE_PULL_FAILED',
    message: expect.stringContaining('no such registry'),
  })
  const building = engine.buildImage(dockerfileContext('FROM scratch\nNONSENSE\n'), {
    tag: `${engine.network}-bad`,
  })
  await expect(building).rejects.toMatchObject({
    code: 'IMAGE_BUILD_FAILED',
    message: expect.stringContaining('NONSENSE'),
  })
})

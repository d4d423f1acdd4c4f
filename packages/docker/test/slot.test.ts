import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import Docker from 'dockerode'
import { beforeAll, expect, it } from 'vitest'
import { NETWORK_LABEL } from '../src/labels.ts'
import type { Slot } from '../src/slot.ts'
import { openPlainSlot, PYTHON_IMAGE, pythonRunner, testEngine } from './fixture.ts'

const engine = testEngine()
const python = pythonRunner(engine)
const docker = new Docker()
let slot: Slot
let other: Slot

beforeAll(async () => {
  slot = await openPlainSlot(engine, 'one')
  other = await openPlainSlot(engine, 'two')
}, 60_000)

const connect = (targets: [string, number][]) => `
import socket, time
for host, port in ${JSON.stringify(targets)}:
    started = time.time()
    try:
        socket.create_connection((host, port), 10)
        print(host, 'REACHED')
    except OSError:
        print(host, 'failed', 'at once' if time.time() - started < 1 else 'late')`

it('lets a task reach no host, no other slot, no metadata service and no outside address', async () => {
  const server = createServer((_, response) => response.end('host')).listen(0, '0.0.0.0')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const hostAddresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  const addresses = hostAddresses
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address)
  const targets: [string, number][] = [
    ...addresses.map((address): [string, number] => [address, port]),
    [await addressOf(other), 53],
    [await gatewayOf(slot), port],
    ['169.254.169.254', 80],
    ['1.1.1.1', 443],
  ]
  const run = await python(connect(targets), { slot })
  server.close()
  expect(run.stdout.tail.trim().split('\n')).toEqual(
    targets.map(([host]) => `${host} failed at once`),
  )
})

it('refuses an unknown name at once and remembers it', async () => {
  const since = Date.now()
  const run = await python(connect([['api.Unknown.example', 443]]), { slot })
  expect(run.stdout.tail).toBe('api.Unknown.example failed at once\n')
  expect(slot.refusedNames(since).map(({ name }) => name)).toEqual(['api.unknown.example'])
  expect(slot.refusedNames(Date.now() + 1)).toEqual([])
})

it('gives each task clean resolver and host files', async () => {
  const show = `print(open('/etc/hosts').read(), open('/etc/resolv.conf').read())`
  const before = await python(show, { slot })
  const poison = await python(
    `for path in ('/etc/hosts', '/etc/resolv.conf'): open(path, 'w').write('6.6.6.6 api.example')
print('written')`,
    { slot },
  )
  expect(poison.stdout.tail).toBe('written\n')
  expect((await python(show, { slot })).stdout.tail).toBe(before.stdout.tail)
})

it('creates a container after the one before it was removed and its files taken back', async () => {
  let isGone = false
  let wasGone = false
  const onRemoval = (removal: Promise<void>) => {
    void removal.then(() => {
      isGone = true
    })
  }
  await python('pass', { slot }, { onRemoval })
  const { id: imageId } = await engine.requireImage(PYTHON_IMAGE)
  await engine.runContainer({
    imageId,
    slot,
    args: ['python3', '-c', 'pass'],
    timeLimitMs: 60_000,
    get environment() {
      wasGone = isGone
      return {}
    },
  })
  expect(wasGone).toBe(true)
})

it('replaces a name service that has died', async () => {
  const dead = slot.holder
  await docker.getContainer(dead).remove({ force: true })
  expect((await python('print(1)', { slot })).exitCode).toBe(0)
  expect(slot.holder).not.toBe(dead)
})

it('sweeps the resources of a dead network and no others', async () => {
  const dead = `${engine.network}-dead`
  const labels = { [NETWORK_LABEL]: dead }
  const { id } = await engine.requireImage('iexec-sim/base-python')
  await docker.createNetwork({ Name: dead, Labels: labels, Internal: true })
  await docker.createVolume({ Name: dead, Labels: labels })
  await docker.createContainer({ Image: id, Labels: labels, HostConfig: { NetworkMode: dead } })
  expect(await engine.sweep((network) => network !== dead)).toEqual({
    containers: 1,
    networks: 1,
    volumes: 1,
  })
  expect((await python('print(1)', { slot })).exitCode).toBe(0)
})

async function endpoint(of: Slot) {
  const { NetworkSettings } = await docker.getContainer(of.holder).inspect()
  return Object.values(NetworkSettings.Networks)[0]!
}

async function addressOf(of: Slot): Promise<string> {
  return (await endpoint(of)).IPAddress
}

async function gatewayOf(of: Slot): Promise<string> {
  return (await addressOf(of)).replace(/\d+$/, (last) => String((Number(last) & 0xc0) + 1))
}

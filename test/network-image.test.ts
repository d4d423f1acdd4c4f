import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { AddressSheet } from '@iexec-sim/client'
import { NETWORK_LABEL } from '@iexec-sim/docker'
import { bellecour } from '@iexec-sim/protocol'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePorts } from './support/free-port.ts'
import { SCENARIO_IMAGE } from './support/images.ts'

const IMAGE = `iexec-sim-test/network:${process.pid}`
const NAME = `iexec-sim-test-network-${process.pid}`
const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const docker = (...args: string[]) => execa('docker', args)
/**
 * The engine's socket as the machine has it; a network in a container needs one that can be
 * mounted.
 */
const SOCKET = '/var/run/docker.sock'
const published = Object.keys(bellecour.ports).filter(
  (name) => !/^(control|dropbox|provisioning-.*)$/.test(name),
)

beforeAll(async () => {
  await execa(at('scripts/network-image'), ['--tag', IMAGE])
}, 180_000)
afterAll(async () => {
  await docker('rm', '--force', '--volumes', NAME).catch(() => {})
  await docker('rmi', '--force', IMAGE)
})

describe('the network in a container', () => {
  let id: string
  let ports: Record<string, number>
  const inside = async (...command: string[]) => (await docker('exec', NAME, ...command)).stdout

  it('starts with the engine socket and ports of 127.0.0.1', async () => {
    const numbers = await freePorts(published.length)
    ports = Object.fromEntries(published.map((name, i) => [name, numbers[i]!]))
    const publish = numbers.flatMap((port) => ['--publish', `127.0.0.1:${port}:${port}`])
    const choose = Object.entries(ports).flatMap(([name, port]) => ['--port', `${name}=${port}`])
    const socket = ['--volume', `${SOCKET}:${SOCKET}`]
    await docker(
      'run',
      '--detach',
      '--name',
      NAME,
      ...publish,
      ...socket,
      IMAGE,
      'up',
      '--in-container',
      ...choose,
    )
    await ready()
    id = await inside('node', '-p', "JSON.parse(fs.readFileSync('/state/identity.json')).id")
  })

  it('prints addresses that are valid on the host', async () => {
    const sheet = JSON.parse(await inside('iexec-sim', 'status', '--json')) as {
      sheet?: AddressSheet
    } & AddressSheet
    const { rpc, gateway, sms, market } = sheet.sheet ?? sheet
    expect(rpc).toBe(`http://127.0.0.1:${ports.chain}`)
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] })
    const answer = await fetch(rpc, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    expect(await answer.json()).toMatchObject({ result: '0x86' })
    for (const url of [gateway, sms.scone!, market]) expect((await fetch(url)).status).toBe(404)
  })

  it('refuses other host names, and does not publish the control door', async () => {
    const address = (await docker('inspect', '--format', '{{.NetworkSettings.IPAddress}}', NAME))
      .stdout
    expect((await fetch(`http://${address}:${ports.chain}`)).status).toBe(403)
    await expect(fetch(`http://${address}:${bellecour.ports.control}`)).rejects.toThrow()
  })

  it('runs a TEE task', async () => {
    const task = ['run', SCENARIO_IMAGE, '--tag', 'tee,scone', '--args', 'ok', '--json']
    const run = await inside('iexec-sim', ...task)
    expect(JSON.parse(run)).toMatchObject({
      status: 'COMPLETED',
      resultText: expect.stringContaining('hello'),
    })
  })

  it('stops with nothing left in the engine', async () => {
    const labelled = ['--quiet', '--filter', `label=${NETWORK_LABEL}=${id}`]
    expect((await docker('ps', '--all', ...labelled)).stdout).not.toBe('')
    await docker('stop', '--time', '60', NAME)
    expect((await docker('inspect', '--format', '{{.State.ExitCode}}', NAME)).stdout).toBe('0')
    for (const list of [
      ['ps', '--all'],
      ['network', 'ls'],
      ['volume', 'ls'],
    ])
      expect((await docker(...list, ...labelled)).stdout).toBe('')
  })

  async function ready(): Promise<void> {
    const logs = execa('docker', ['logs', '--follow', NAME], { all: true, reject: false })
    for await (const line of logs.iterable({ from: 'all' }))
      if (line.startsWith('Ready')) {
        logs.kill()
        return
      }
    throw new Error(`the network did not start: ${(await logs).all}`)
  }
})

describe('a network in a container does not start', () => {
  it.each([
    [
      'with a port that other machines reach',
      ['--publish', '0.0.0.0:0:8545'],
      'Port 8545 of this container is published as 0.0.0.0:',
    ],
    [
      'with a port clients would not find',
      ['--publish', '127.0.0.1:0:8545'],
      'Publish it as 127.0.0.1:8545:8545',
    ],
    ["with the host's network", ['--network', 'host'], 'No container address to listen on'],
  ])('%s', async (_what, options, says) => {
    const mounted = ['--volume', `${SOCKET}:${SOCKET}`]
    const run = await execa('docker', ['run', '--rm', ...options, ...mounted, IMAGE], {
      reject: false,
    })
    expect(run.stderr).toContain(says)
    expect(run.exitCode).not.toBe(0)
  })
})

it('the composed network publishes each port of a client under its own number, on 127.0.0.1 alone', () => {
  const compose = readFileSync(at('examples/compose/compose.yaml'), 'utf8')
  const ports = published.map((name) => bellecour.ports[name as keyof typeof bellecour.ports]!)
  expect([...compose.matchAll(/^ +- "(.*)"/gm)].map(([, port]) => port).sort()).toEqual(
    ports.map((port) => `127.0.0.1:${port}:${port}`).sort(),
  )
})

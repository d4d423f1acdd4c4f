import { once } from 'node:events'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HubClient, httpRpc } from '@iexec-sim/chain/client'
import { bellecour } from '@iexec-sim/protocol'
import { defaultConfig, startNetwork } from '@iexec-sim/stack'
import { afterEach, describe, expect, it } from 'vitest'
import { CliNetwork, cli, startCli } from './support/cli.ts'
import { idOf, leftovers } from './support/leftovers.ts'
import { ScenarioNetwork, statusesOf } from './support/scenario-network.ts'
import { sleepingRun } from './support/sleeping-run.ts'

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const thing of open.splice(0)) await thing[Symbol.asyncDispose]()
})
const track = <T extends AsyncDisposable>(thing: T): T => {
  open.push(thing)
  return thing
}

describe('a network', () => {
  it('that is killed in mid-task restarts with everything it acknowledged, and finishes the task', async () => {
    const network = track(new CliNetwork())
    await network.up()
    await network.cli(['secret', 'push', 'kept', '--tee', 'scone'], { input: 'value' })
    const run = await sleepingRun(network.dir)
    process.kill(network.sheet.pid, 'SIGKILL')
    run.kill()
    const id = idOf(network.dir)
    expect(await leftovers(id)).not.toEqual([])

    await network.up()
    const hub = new HubClient({ rpc: httpRpc(network.sheet.rpc), hub: network.sheet.hub })
    expect(await hub.viewDeal(run.deal)).toMatchObject({ dealId: run.deal })
    expect(await network.json(['secret', 'check', 'kept', '--tee', 'scone'])).toMatchObject({
      isSet: true,
    })
    await network.cli(['down'])
    expect(await leftovers(id)).toEqual([])
  })

  it.each([
    ['Ctrl-C', 'SIGINT'],
    ['the end of its terminal', 'SIGHUP'],
  ] as const)('leaves nothing behind at %s, even while a task runs', async (_title, signal) => {
    const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-ended-'))
    const up = startCli(['up', '--any-port', '--json', '--state', dir])
    await new Promise((resolve) => up.stdout.once('data', resolve))
    const run = await sleepingRun(dir)
    up.kill(signal)
    const { exitCode } = await up
    run.kill()
    expect(exitCode).toBe(0)
    expect(await leftovers(idOf(dir))).toEqual([])
    rmSync(dir, { recursive: true, force: true })
  })

  it('takes up an unfinished task with another worker after a crash', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-crash-'))
    const first = await ScenarioNetwork.start({}, dir)
    const { taskId } = await first.match({ args: 'ok' })
    await first.network.close()
    await first.engine.close()
    const second = track(await ScenarioNetwork.start({}, dir))
    expect(statusesOf(await second.outcome(taskId)).at(-1)).toBe('COMPLETED')
  })

  it('keeps its state folder private', async () => {
    const network = track(await new CliNetwork().up())
    expect(statSync(network.dir).mode & 0o777).toBe(0o700)
    expect(readFileSync(join(network.dir, '.gitignore'), 'utf8')).toBe('*\n')
    for (const file of [
      'network.json',
      'control.token',
      'lock',
      'sms-scone/at-rest.key',
      'storage/jwt-sign.key',
    ])
      expect(statSync(join(network.dir, file)).mode & 0o077, file).toBe(0)
  })

  it('names the process that holds its folder', async () => {
    const network = track(await new CliNetwork().up())
    const second = await network.cli(['up', '--any-port'])
    expect(second).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`held by a running network (process ${network.sheet.pid})`),
    })
    expect(await network.cli(['status'])).toMatchObject({ code: 0 })
  })

  it('refuses a port option for a profile that is not started', async () => {
    const run = await cli(['up', '--any-port', '--port', 'arbitrum-sepolia/chain=9000'])
    expect(run).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('only bellecour is started'),
    })
  })

  it('names the port that is taken, and starts nothing', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as { port: number }
    const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-port-'))
    const run = await cli(['up', '--any-port', '--port', `sms-scone=${port}`, '--state', dir])
    expect(run).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`Port ${port} for sms-scone is already in use.`),
    })
    expect(await leftovers(idOf(dir))).toEqual([])
    server.close()
    rmSync(dir, { recursive: true, force: true })
  })

  it('that cannot open a door closes the doors that open beside it', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const taken = { 'sms-scone': (server.address() as AddressInfo).port }
    const free = Object.fromEntries(Object.keys(bellecour.ports).map((name) => [name, 0]))
    const stateDir = mkdtempSync(join(tmpdir(), 'iexec-sim-doors-'))
    const config = { ...defaultConfig(bellecour), stateDir, ports: { ...free, ...taken } }
    await expect(startNetwork(config)).rejects.toMatchObject({ code: 'PORT_TAKEN' })
    server.close()
    const log = readFileSync(join(stateDir, 'logs', 'network.log'), 'utf8')
    const opened = [...log.matchAll(/"service":"(sms-\w+)","msg":"Server listening at ([^"]+)"/g)]
    expect(opened.map(([, name]) => name).sort()).toEqual(['sms-gramine', 'sms-tdx'])
    for (const [, , url] of opened) await expect(fetch(url!)).rejects.toThrow('fetch failed')
    rmSync(stateDir, { recursive: true })
  })

  it.each([
    ['identity.json', '{"layout":', 'Corrupt file'],
    [
      'identity.json',
      '{"layout":99,"profile":"bellecour","id":"x"}',
      'written by a newer iexec-sim',
    ],
    [
      'identity.json',
      '{"layout":1,"profile":"other","id":"x"}',
      'belongs to a network of profile "other"',
    ],
  ])('refuses a folder whose %s is %s', async (file, content, text) => {
    const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-corrupt-'))
    writeFileSync(join(dir, file), content)
    expect(await cli(['up', '--any-port', '--state', dir])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(text),
    })
    rmSync(dir, { recursive: true, force: true })
  })

  it('refuses a corrupt journal with the number of the line, and keeps it unchanged', async () => {
    const network = track(new CliNetwork())
    await network.up()
    await network.cli(['down'])
    const journal = join(network.dir, 'chain', 'journal.ndjson')
    appendFileSync(journal, 'rubbish\n{"method":"evm_mine","params":[],"timestamp":1}\n')
    const before = readFileSync(journal, 'utf8')
    await expect(network.up()).rejects.toThrow(/journal\.ndjson, line/)
    expect(readFileSync(journal, 'utf8')).toBe(before)
  })

  it('fails without an engine, with the command that gets one', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-no-engine-'))
    const run = await cli(['up', '--any-port', '--state', dir], {
      env: { DOCKER_HOST: 'unix:///nonexistent/docker.sock' },
    })
    expect(run).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('/nonexistent/docker.sock'),
    })
    rmSync(dir, { recursive: true, force: true })
  })
})

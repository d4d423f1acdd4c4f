import { execFileSync } from 'node:child_process'
import { afterEach, expect, it } from 'vitest'
import { SocketProxy } from '../packages/docker/test/socket-proxy.ts'
import { CliNetwork, cli } from './support/cli.ts'
import { SCENARIO_IMAGE } from './support/images.ts'
import { idOf, leftovers } from './support/leftovers.ts'

/** A network whose process is started with some variables. */
class NetworkWith extends CliNetwork {
  readonly #env: Record<string, string>

  constructor(env: Record<string, string>, dir?: string) {
    super(dir)
    this.#env = env
  }

  protected override get upOptions() {
    return { env: this.#env }
  }
}

const NOBODY = '0x0000000000000000000000000000000000000001'
/** Two name services, a stand-in, their three networks and the volume of certificates. */
const WHOLE = 7

const open: (AsyncDisposable | { close(): void })[] = []
afterEach(async () => {
  for (const thing of open.splice(0).reverse())
    await ('close' in thing ? thing.close() : thing[Symbol.asyncDispose]())
})
const track = <T extends (typeof open)[number]>(thing: T): T => {
  open.push(thing)
  return thing
}

/** Resolves when the worker slots of a network are open. */
async function slotsOf(network: CliNetwork): Promise<string> {
  const run = await network.cli(['run', SCENARIO_IMAGE, '--args', 'ok'])
  expect(run).toMatchObject({ code: 0 })
  return idOf(network.dir)
}

it('a network that is only read creates nothing in the engine until its first transaction', async () => {
  const network = track(await new CliNetwork().up())
  const id = idOf(network.dir)
  expect(await network.cli(['status'])).toMatchObject({ code: 0 })
  expect(await leftovers(id)).toEqual([])
  await network.json(['faucet', NOBODY])
  await expect.poll(() => leftovers(id), { timeout: 30_000 }).toHaveLength(WHOLE)
  expect(await network.cli(['down'])).toMatchObject({ code: 0 })
  expect(await leftovers(id)).toEqual([])
})

it('down ends a network whose engine hangs; its doors respond meanwhile, and the next start sweeps', async () => {
  const proxy = track(await SocketProxy.open())
  const network = track(new NetworkWith({ DOCKER_HOST: `unix://${proxy.socketPath}` }))
  await network.up()
  const id = await slotsOf(network)
  proxy.freeze()
  const asked = performance.now()
  expect(await network.cli(['status'])).toMatchObject({ code: 0 })
  expect(await (await fetch(`${network.sheet.market}/version`)).json()).toMatchObject({ ok: true })
  expect(performance.now() - asked).toBeLessThan(5_000)
  expect(await network.json(['down'])).toMatchObject({ stopped: true, killed: false })
  expect(await leftovers(id)).not.toEqual([])

  const again = track(new CliNetwork(network.dir))
  await again.up()
  expect(await again.cli(['down'])).toMatchObject({ code: 0 })
  expect(await leftovers(id)).toEqual([])
})

it('down kills a network that does not stop within its grace, and prints that', async () => {
  const network = track(await new CliNetwork().up())
  process.kill(network.sheet.pid, 'SIGSTOP')
  expect(await network.cli(['status'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('does not answer'),
  })
  expect(await network.cli(['down', '--grace', '1'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(
      `did not stop within 1 s, so its process ${network.sheet.pid} was killed`,
    ),
  })
  expect(await network.cli(['status'])).toMatchObject({ code: 3 })
  await network.up()
  expect(await network.cli(['down'])).toMatchObject({ code: 0 })
  expect(await leftovers(idOf(network.dir))).toEqual([])
})

it('down refuses a grace that is not a number of seconds', async () => {
  expect(await cli(['down', '--grace', 'soon'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('"soon"'),
  })
})

it('a network that has no file descriptors left for its slots stops, and leaves nothing behind', async () => {
  const network = track(await new CliNetwork().up())
  const id = await slotsOf(network)
  // Fewer than are open: nothing can be opened any more.
  execFileSync('prlimit', ['--pid', String(network.sheet.pid), '--nofile=20:20'])
  const down = await network.json<{ killed: boolean }>(['down', '--grace', '50'])
  expect(down.killed).toBe(false)
  await network.up()
  expect(await network.cli(['down'])).toMatchObject({ code: 0 })
  expect(await leftovers(id)).toEqual([])
})

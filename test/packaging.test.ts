import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connectEngine } from '@iexec-sim/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildScenarioImage } from './support/images.ts'
import { Installed } from './support/installed.ts'

const HOOK = fileURLToPath(new URL('client/support/offline.mjs', import.meta.url))

let installed: Installed
beforeAll(async () => {
  installed = await Installed.packages('@iexec-sim/cli')
  const engine = connectEngine({ network: 'e2e-tools' })
  await buildScenarioImage(engine)
  await engine.close()
}, 180_000)
afterAll(async () => {
  await npx('down').catch(() => {})
  await installed[Symbol.asyncDispose]()
})

/** Runs a command as its user does; whatever tries to leave this machine fails and is written down. */
const npx = (...args: string[]) =>
  installed.run('npx', ['--offline', 'iexec-sim', ...args], {
    NODE_OPTIONS: `--import ${HOOK}`,
    IEXEC_SIM_TEST_ESCAPES: escapes(),
  })
const escapes = () => join(installed.dir, 'escapes')

describe('a folder in which npm installed the packed command line', () => {
  it('runs a network and a TEE task offline', async () => {
    const sheet = JSON.parse(await npx('up', '--detach', '--any-port', '--json')) as { chainId: number }
    expect(sheet.chainId).toBe(134)
    const run = ['run', 'iexec-sim-test/scenario', '--tag', 'tee,scone', '--args', 'ok', '--json']
    expect(JSON.parse(await npx(...run))).toMatchObject({
      status: 'COMPLETED',
      resultText: expect.stringContaining('hello'),
    })
    await npx('down')
    expect(existsSync(escapes()) ? readFileSync(escapes(), 'utf8') : '').toBe('')
  })

  it.each(['poco@5.5.0', 'poco@6.1.0'])('brings the contracts of %s', async (protocol) => {
    const sheet = JSON.parse(
      await npx('up', '--detach', '--any-port', '--json', '--protocol', protocol, '--state', protocol),
    ) as object
    expect(sheet).toMatchObject({ profile: 'bellecour' })
    await npx('down', '--state', protocol)
  })

  it('brings the scenarios of the protocol lab', async () => {
    const listed = await npx('lab', 'scenarios')
    expect(listed).toContain('deposit')
  })

  it('holds nothing of the workspace but what it needs', () => {
    const manifest = JSON.parse(
      readFileSync(join(installed.dir, 'node_modules/@iexec-sim/cli/package.json'), 'utf8'),
    ) as { dependencies: Record<string, string> }
    expect(Object.keys(manifest.dependencies).filter((name) => name.startsWith('@iexec-sim/'))).toEqual([])
    expect(Object.values(manifest.dependencies).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
  })
})

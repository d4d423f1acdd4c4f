import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noticesIn } from '../scripts/package/notices.ts'
import { SCENARIO_IMAGE } from './support/images.ts'
import { Installed } from './support/installed.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const HOOK = fileURLToPath(new URL('client/support/offline.mjs', import.meta.url))

let installed: Installed
beforeAll(async () => {
  installed = await Installed.packages('@iexec-sim/cli', '@iexec-sim/testing')
}, 180_000)
afterAll(async () => {
  await npx('down').catch(() => {})
  await installed[Symbol.asyncDispose]()
})

/** Whatever tries to leave this machine fails and is written down. */
const offline = () => ({ NODE_OPTIONS: `--import ${HOOK}`, IEXEC_SIM_TEST_ESCAPES: escapes() })
/** Runs a command as its user does. */
const npx = (...args: string[]) =>
  installed.run('npx', ['--offline', 'iexec-sim', ...args], offline())
const escapes = () => join(installed.dir, 'escapes')

describe('a folder in which npm installed the packed command line', () => {
  it('runs a network and a TEE task offline', async () => {
    const sheet = JSON.parse(await npx('up', '--detach', '--any-port', '--json')) as {
      chainId: number
    }
    expect(sheet.chainId).toBe(134)
    const run = ['run', SCENARIO_IMAGE, '--tag', 'tee,scone', '--args', 'ok', '--json']
    expect(JSON.parse(await npx(...run))).toMatchObject({
      status: 'COMPLETED',
      resultText: expect.stringContaining('hello'),
    })
    await npx('down')
    expect(existsSync(escapes()) ? readFileSync(escapes(), 'utf8') : '').toBe('')
  })

  it('includes the contracts of published protocols', async () => {
    const protocol = 'poco@5.5.0'
    const sheet = JSON.parse(
      await npx(
        'up',
        '--detach',
        '--any-port',
        '--json',
        '--protocol',
        protocol,
        '--state',
        protocol,
      ),
    ) as object
    expect(sheet).toMatchObject({ profile: 'bellecour' })
    await npx('down', '--state', protocol)
  })

  it("boots a contributor's folder without the general parts of its proxy", async () => {
    const folder = join(ROOT, 'contracts/node_modules/poco-6.1.0/artifacts')
    const up = ['up', '--detach', '--any-port', '--json', '--protocol', folder, '--state', 'folder']
    expect(JSON.parse(await npx(...up))).toMatchObject({ profile: 'bellecour' })
    await npx('down', '--state', 'folder')
  })

  it.each(['ssh', 'tcp'])('calls a Docker engine over %s', async (protocol) => {
    const DOCKER_HOST = `${protocol}://127.0.0.1:1`
    const up = ['--offline', 'iexec-sim', 'up', '--any-port', '--state', protocol]
    await expect(installed.run('npx', up, { ...offline(), DOCKER_HOST })).rejects.toThrow(
      'ECONNREFUSED',
    )
  })

  it('includes the scenarios of the protocol lab', async () => {
    const listed = await npx('lab', 'scenarios')
    expect(listed).toContain('deposit')
  })

  it('includes the documentation', async () => {
    const bin = join(installed.dir, 'node_modules/@iexec-sim/cli/bin/iexec-sim.cjs')
    const docs = spawn(process.execPath, [bin, 'docs', '--print'], {
      cwd: installed.dir,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [url] = (await once(createInterface(docs.stdout), 'line')) as [string]
    expect(await (await fetch(url)).text()).toContain('iexec-sim')
    docs.kill('SIGINT')
    expect(await once(docs, 'exit')).toEqual([0, null])
  })

  it.each(['cli', 'testing'])(
    'needs nothing of the workspace for %s, and each dependency in one version',
    (name) => {
      const file = join(installed.dir, 'node_modules/@iexec-sim', name, 'package.json')
      const { dependencies } = JSON.parse(readFileSync(file, 'utf8')) as {
        dependencies: Record<string, string>
      }
      expect(
        Object.keys(dependencies).filter((dependency) => dependency.startsWith('@iexec-sim/')),
      ).toEqual([])
      expect(
        Object.values(dependencies).filter((version) => !/^\d+\.\d+\.\d+$/.test(version)),
      ).toEqual([])
    },
  )

  it.each(['cli', 'testing'])('has the notices of all that is inside %s', async (name) => {
    const inside = [...(await inPrograms()), '@openzeppelin/contracts', '@iexec/poco']
    const file = join(installed.dir, 'node_modules/@iexec-sim', name, 'THIRD-PARTY-NOTICES.txt')
    const named = noticesIn(file).map((notice) => notice.split(' ')[0])
    expect(inside).toContain('ethers')
    expect(inside.filter((dependency) => !named.includes(dependency))).toEqual([])
    expect(readFileSync(file, 'utf8')).toContain('Copyright (c) 2022 Paul Miller')
  })
})

/** Packages whose code is in the enclave programs. */
async function inPrograms(): Promise<string[]> {
  const input = ['pre', 'post'].map((name) =>
    join(ROOT, `packages/worker/src/programs/${name}-compute.ts`),
  )
  const build = await rolldown({ input, platform: 'node', logLevel: 'silent' })
  const { output } = await build.generate()
  await build.close()
  const modules = output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))
  const names = modules.map((id) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1])
  return [...new Set(names.filter((name) => name !== undefined))]
}

describe('a folder in which npm installed the packed fixture', () => {
  it('runs a task from a test of node:test', async () => {
    writeFileSync(join(installed.dir, 'task.test.mjs'), NODE_TEST)
    expect(await installed.run('node', ['--test', 'task.test.mjs'], offline())).toContain('pass 1')
    expect(existsSync(escapes()) ? readFileSync(escapes(), 'utf8') : '').toBe('')
  })

  it('includes self-contained types', async () => {
    writeFileSync(join(installed.dir, 'typed.ts'), TYPED)
    const options = [
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      '--module',
      'nodenext',
      '--target',
      'esnext',
    ]
    const node = ['--types', 'node', '--typeRoots', join(ROOT, 'node_modules/@types')]
    await installed.run(join(ROOT, 'node_modules/.bin/tsc'), [...options, ...node, 'typed.ts'])
  })
})

const NODE_TEST = `
import assert from 'node:assert'
import { test } from 'node:test'
import { createNetwork } from '@iexec-sim/testing'

test('an app runs', async () => {
  await using network = await createNetwork()
  const app = await network.app('${SCENARIO_IMAGE}', { tee: 'scone' })
  assert.match((await network.run(app, { args: 'ok' })).text('result.txt'), /hello/)
})
`

/** The second line holds only when the types say more than "any". */
const TYPED = `
import { createNetwork, type TestWallet } from '@iexec-sim/testing'
// @ts-expect-error
export const number: number = (await createNetwork()).sheet.rpc
export const wallet: TestWallet = (await createNetwork()).wallets[0]
`

import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, expect, test } from 'vitest'

const COMMAND = join(import.meta.dirname, '../iexec-sim')

/** A clone with the command and nothing else yet. */
let clone: string
beforeEach(() => {
  clone = realpathSync(mkdtempSync(join(tmpdir(), 'iexec-sim clone ')))
  copyFileSync(COMMAND, join(clone, 'iexec-sim'))
})
afterEach(() => rmSync(clone, { recursive: true }))

const program = (path: string, body: string) => {
  mkdirSync(dirname(join(clone, path)), { recursive: true })
  writeFileSync(join(clone, path), `#!/bin/sh\n${body}\n`)
  chmodSync(join(clone, path), 0o755)
}
const setUp = () => mkdirSync(join(clone, 'packages/cli/node_modules'), { recursive: true })
const run = (
  args: string[],
  { cwd = clone, env = process.env, file = join(clone, 'iexec-sim') } = {},
) => spawnSync(file, args, { cwd, env, encoding: 'utf8' })

test('the command at the root of a clone runs the command line, from any folder and through links', () => {
  symlinkSync(COMMAND, join(clone, 'by-absolute'))
  symlinkSync('by-absolute', join(clone, 'by-relative'))
  const env = { ...process.env, PATH: `${clone}:${process.env.PATH}` }
  for (const file of [COMMAND, join(clone, 'by-relative'), 'by-relative']) {
    const { status, stdout } = run(['--version'], { file, env })
    expect([status, stdout.trim()]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+$/)])
  }
})

test('a clone without setup prints the command to run', () => {
  const { status, stdout, stderr } = run(['up'])
  expect([status, stdout]).toEqual([1, ''])
  expect(stderr).toBe(`iexec-sim: nothing is set up here yet. Run ${clone}/scripts/setup first.\n`)
})

test('the Node.js of the setup is preferred to the one of the machine, and gets the folder and the arguments unchanged', () => {
  setUp()
  program('.toolchain/node_modules/.bin/node', 'pwd; for one; do echo "[$one]"; done')
  const cwd = realpathSync(tmpdir())
  const { stdout } = run(['run', 'a b', '', '*'], { cwd })
  expect(stdout.trimEnd().split('\n')).toEqual([
    cwd,
    `[${clone}/packages/cli/bin/iexec-sim.cjs]`,
    '[run]',
    '[a b]',
    '[]',
    '[*]',
  ])
})

test('without any Node.js it prints the command that installs one', () => {
  setUp()
  const tools = ['dirname', 'readlink', 'sh']
  for (const tool of tools) {
    mkdirSync(join(clone, 'tools'), { recursive: true })
    symlinkSync(
      spawnSync('which', [tool], { encoding: 'utf8' }).stdout.trim(),
      join(clone, 'tools', tool),
    )
  }
  const { status, stderr } = run([], { env: { PATH: join(clone, 'tools') } })
  expect([status, stderr]).toEqual([
    1,
    `iexec-sim: there is no Node.js. Run ${clone}/scripts/setup, which brings it.\n`,
  ])
})

test('a signal reaches the command line', async () => {
  setUp()
  program(
    '.toolchain/node_modules/.bin/node',
    "trap 'echo got it; exit 7' TERM; echo ready; while :; do sleep 0.01; done",
  )
  const command = execa(join(clone, 'iexec-sim'), { reject: false })
  command.stdout.once('data', () => command.kill('SIGTERM'))
  const { exitCode, stdout } = await command
  expect([exitCode, stdout]).toEqual([7, 'ready\ngot it'])
})

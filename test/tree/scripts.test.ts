import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ROOT } from './sources.ts'

/** A clone that has the scripts, and programs that succeed at once. */
let clone: string
let temporary: string
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'iexec-sim clone '))
  temporary = join(clone, 'tmp')
  const programs = join(clone, 'node_modules/.bin')
  for (const dir of [temporary, programs]) mkdirSync(dir, { recursive: true })
  cpSync(join(ROOT, 'scripts'), join(clone, 'scripts'), { recursive: true })
  for (const name of [
    'biome',
    'cspell',
    'knip',
    'node',
    'pnpm',
    'remark',
    'tsc',
    'turbo',
    'vitest',
  ]) {
    writeFileSync(join(programs, name), '#!/bin/sh\n')
    chmodSync(join(programs, name), 0o755)
  }
})
afterEach(() => rmSync(clone, { recursive: true }))

const run = (script: string, ...args: string[]) =>
  spawnSync('bash', [join(clone, 'scripts', script), ...args], {
    env: { ...process.env, TMPDIR: temporary },
    encoding: 'utf8',
  })

test.each(['--typo', '--no-engine --typo', '--typo --no-engine'])(
  'setup %s is refused with the option it does not know',
  (options) => {
    const { status, stdout, stderr } = run('setup', ...options.split(' '))
    expect([status, stdout, stderr]).toEqual([
      1,
      '',
      'setup: Unknown option "--typo". scripts/setup --help lists the options.\n',
    ])
  },
)

test.each(['check', 'unit', 'protocol'])('test --only %s leaves no temporary file', (part) => {
  writeFileSync(join(clone, 'scripts/setup'), '')
  const { status, stderr } = run('test', '--only', part)
  expect([status, stderr]).toEqual([0, expect.stringContaining('took')])
  expect(readdirSync(temporary)).toEqual([])
})

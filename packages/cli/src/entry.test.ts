import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const require = createRequire(import.meta.url)
const CHECK = require.resolve('../bin/check-node.cjs')
const ENTRY = require.resolve('../bin/iexec-sim.cjs')
const built = require('../bin/built.cjs') as (dist: string) => string | undefined
const checkNode = require(CHECK) as (version: string) => string | undefined

describe('the version of Node.js', () => {
  test.each(['0.10.48', '12.22.12', '18.20.4', '20.1.0', '23.11.1'])(
    '%s is refused with what to do',
    (version) => {
      const refusal = checkNode(version)!
      expect(refusal).toContain('needs Node.js 24')
      expect(refusal).toContain(`this is ${version}`)
      expect(refusal).toContain('./scripts/setup')
      expect(refusal).not.toContain('\n')
    },
  )

  test.each(['24.0.0', '24.21.0', '26.0.0', '100.1.2'])('%s is good', (version) => {
    expect(checkNode(version)).toBeUndefined()
  })
})

describe('the bundle of a clone', () => {
  const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-built-'))
  const dist = join(dir, 'dist')
  const source = join(dir, 'source.ts')
  beforeAll(() => {
    mkdirSync(dist)
    writeFileSync(source, '')
    writeFileSync(join(dist, 'sources.json'), JSON.stringify(['../source.ts']))
  })
  afterAll(() => rmSync(dir, { recursive: true }))

  test('is run while no source is newer', () => {
    utimesSync(source, 1_000, 1_000)
    expect(built(dist)).toBe(pathToFileURL(join(dist, 'lib/main.js')).href)
  })

  test('is not run once a source is newer, or gone', () => {
    utimesSync(source, new Date(), Date.now() / 1_000 + 10)
    expect(built(dist)).toBeUndefined()
    rmSync(source)
    expect(built(dist)).toBeUndefined()
  })

  test('is not there in an installed package', () => {
    expect(built(dir)).toBeUndefined()
  })
})

test.each([ENTRY, CHECK])('%s, which is read before the version is known, is ES5', (file) => {
  const code = readFileSync(file, 'utf8').replace(/^\s*(?:\/\/|\/\*\*).*$/gm, '')
  const since2015 = /=>|`|\?\.|\?\?|\.\.\.|\b(?:const|let|class|async|await|import|export)\b/
  expect(code.match(since2015)?.[0]).toBeUndefined()
  expect(code).toContain('check')
})

/** The environment of the machine without what a toolchain puts in front of it. */
const env = { PATH: '/usr/local/bin:/usr/bin:/bin' }
const ofMachine = spawnSync('node', ['--version'], { env, encoding: 'utf8' })
const version = ofMachine.status === 0 ? ofMachine.stdout.trim().slice(1) : undefined
const isOld = version !== undefined && Number(version.split('.')[0]) < 24

// Skipped where the machine has no Node.js that is too old.
test.skipIf(!isOld)('an old Node.js says so in a sentence and ends with 1', () => {
  const { status, stdout, stderr } = spawnSync('node', [ENTRY, '--version'], {
    env,
    encoding: 'utf8',
  })
  expect([status, stdout, stderr]).toEqual([1, '', `${checkNode(version!)}\n`])
})

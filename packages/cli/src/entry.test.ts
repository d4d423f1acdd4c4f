import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'

const require = createRequire(import.meta.url)
const CHECK = require.resolve('../bin/check-node.cjs')
const ENTRY = require.resolve('../bin/iexec-sim.cjs')
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

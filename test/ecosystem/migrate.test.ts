import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { cli } from '../support/cli.ts'
import { SCENARIO_IMAGE } from '../support/images.ts'

const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-migrate-'))
afterAll(() => rmSync(dir, { recursive: true }))

/** Runs the app under both frameworks with a secret. */
const compare = (args: string) =>
  cli(
    [
      ...['migrate', 'check', dir, '--image', SCENARIO_IMAGE, '--args', args],
      ...['--secret', '1=MY_SECRET', '--json'],
    ],
    { env: { MY_SECRET: 'the value' } },
  )

test('an app that gives the same result under scone and under tdx passes', async () => {
  const { code, stdout, stderr } = await compare('args same')
  expect(stderr).toBe('')
  expect([code, JSON.parse(stdout)]).toEqual([0, { files: 0, findings: [], differences: [] }])
})

test('a result that differs is named by its file, and no secret is shown', async () => {
  // The environment holds the ids of the task and its deal.
  const { code, stdout, stderr } = await compare('env')
  expect([code, JSON.parse(stdout).differences]).toEqual([
    1,
    [expect.objectContaining({ file: 'result.txt', run: 2, offset: expect.any(Number) })],
  ])
  expect(stdout + stderr).not.toContain('the value')
})

test('what a project has to change ends the command with 1', async () => {
  writeFileSync(join(dir, 'run.mjs'), "\nconst tag = ['tee', 'scone']\n")
  const { code, stdout } = await cli(['migrate', 'check', dir])
  expect(code).toBe(1)
  expect(stdout).toBe(
    "run.mjs:2  ['tee', 'scone']\n  write the tag as ['tee', 'tdx']\n\n1 to change in 1 files.\n",
  )
})

test.each([
  [['nowhere-at-all'], 'it is not a folder'],
  [['.', '--secret', '1=NOT_SET_ANYWHERE'], 'the variable NOT_SET_ANYWHERE is not set'],
  [['.', '--tee', 'sgx'], "'sgx' is invalid"],
])('bad usage ends with 2: %j', async (args, sentence) => {
  const { code, stderr } = await cli(['migrate', 'check', ...args])
  expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)])
})

import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Installed } from './support/installed.ts'

/** What each runner says when all tests of its example have passed. */
const PASSED = {
  vitest: /Tests\W+2 passed/,
  jest: /Tests:\W+3 passed, 3 total/,
  mocha: /3 passing/,
  'node-test': /pass 3\n.*fail 0/,
}
const names = Object.keys(PASSED) as (keyof typeof PASSED)[]

let installed: Installed
beforeAll(async () => {
  const folders = names.map((name) => fileURLToPath(new URL(`../examples/${name}`, import.meta.url)))
  installed = await Installed.projects(folders, '@iexec-sim/testing')
}, 180_000)
afterAll(() => installed[Symbol.asyncDispose]())

/** Runs the tests of an example as its user does, on the image that every machine with a network has. */
const test = async (name: string): Promise<string> => {
  const env = { BASE: 'iexec-sim/base-node', NO_COLOR: '1', FORCE_COLOR: '0', NODE_OPTIONS: '', VITEST: '' }
  const [program, ...args] = ['sh', '-c', 'npm test 2>&1'] as const
  return installed.run(program, args, env, name)
}

describe('an example, copied and installed with npm alone', () => {
  it.concurrent.each(names)('passes its tests: %s', async (name) => {
    expect(await test(name)).toMatch(PASSED[name])
  })
})

import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'

const SCRIPT = fileURLToPath(new URL('../scripts/example', import.meta.url))
/** Summary of each runner when all tests of its example have passed. */
const PASSED = {
  vitest: /Tests\W+2 passed/,
  jest: /Tests:\W+3 passed, 3 total/,
  mocha: /3 passing/,
  'node-test': /pass 3\n.*fail 0/,
  dataprotector: /Tests\W+3 passed/,
  web3mail: /Tests\W+3 passed/,
}
const names = Object.keys(PASSED) as (keyof typeof PASSED)[]

/** A terminal without colours; nothing of the runner this test itself runs in. */
const env = { NO_COLOR: '1', FORCE_COLOR: '0', NODE_OPTIONS: '', VITEST: '' }

describe('scripts/example', () => {
  it.concurrent.each(names)(
    'runs the example %s from a clone, with nothing published',
    async (name) => {
      const { all } = await execa(SCRIPT, [name], { env, all: true })
      expect(all).toMatch(PASSED[name])
    },
    600_000,
  )

  it('refuses an example that does not exist, and lists the others', async () => {
    const run = await execa(SCRIPT, ['ava'], { reject: false })
    expect(run.exitCode).toBe(1)
    expect(run.stderr).toBe(
      'example: Invalid example "ava": one of vitest, jest, mocha, node-test, dataprotector, web3mail.',
    )
  })
})

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Engine } from '@iexec-sim/docker'
import { expect, it } from 'vitest'
import { sconeDriver } from '../src/index.ts'
import { openEnclaves } from './support/enclaves.ts'
import { sessionSpec } from './support/session.ts'

const driver = sconeDriver()
const enclaves = openEnclaves(driver, {} as Engine)

it('a program attests again if the clock was moved meanwhile', async () => {
  const bundlePath = join(enclaves.dir, 'program.mjs')
  writeFileSync(bundlePath, 'process.stdin.resume(); process.stdout.write("{}")')
  const spec = sessionSpec('scone')
  spec.stages['post-compute'].fingerprint = await driver.measureProgram(bundlePath, 'post-compute')
  await enclaves.depositor.deposit(spec)
  enclaves.door.app.server.once('request', (_request, response) => {
    response.once('finish', () => enclaves.moveClock(3_600_000)) // after the nonce was given
  })
  const request = {
    stage: 'post-compute',
    bundlePath,
    parameters: {},
    timeLimitMs: 20_000,
  } as const
  expect(
    await enclaves.launcher.runProgram({ ...request, ...enclaves.address(spec) }),
  ).toMatchObject({ exitCode: 0 })
  expect(enclaves.log.join('')).toContain('UNKNOWN_NONCE')
})

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'

/**
 * Makes the test's own process, in which an SDK runs, fail when it tries to reach out of this
 * machine; and the file of tests with it. Attempts at a host in `attempted` fail alone: an SDK goes
 * on without it.
 */
export function keepOnThisMachine({ attempted = [] as readonly string[] } = {}): void {
  const scratch = mkdtempSync(join(tmpdir(), 'iexec-sim-escapes-'))
  const report = join(scratch, 'escapes')
  beforeAll(async () => {
    process.env.IEXEC_SIM_TEST_ESCAPES = report
    await import('../../client/support/offline.mjs' as string)
  })
  afterAll(() => {
    const escapes = existsSync(report) ? readFileSync(report, 'utf8') : ''
    rmSync(scratch, { recursive: true })
    const others = escapes
      .split('\n')
      .filter((line) => !attempted.some((host) => line.endsWith(` ${host}`)))
    expect(others.join('\n')).toBe('')
  })
}

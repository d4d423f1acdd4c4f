import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A folder of the running test, gone when it is over. */
export function scratch(): string {
  const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-chain-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

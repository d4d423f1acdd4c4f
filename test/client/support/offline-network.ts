import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CliNetwork } from '../../support/cli.ts'

const HOOK = fileURLToPath(new URL('offline.mjs', import.meta.url))

/** A network whose processes fail when they try to reach out of this machine. */
export class OfflineNetwork extends CliNetwork {
  readonly #scratch = mkdtempSync(join(tmpdir(), 'iexec-sim-escapes-'))
  readonly #report = join(this.#scratch, 'escapes')

  override async up(...options: string[]): Promise<this> {
    writeFileSync(this.#report, '')
    const before = { ...process.env }
    Object.assign(process.env, { NODE_OPTIONS: `--import ${HOOK}`, IEXEC_SIM_TEST_ESCAPES: this.#report })
    try {
      return await super.up(...options)
    } finally {
      process.env = before
    }
  }

  /** Where its processes tried to go, one line each. */
  escapes(): string[] {
    return readFileSync(this.#report, 'utf8').split('\n').filter(Boolean)
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    await super[Symbol.asyncDispose]()
    rmSync(this.#scratch, { recursive: true, force: true })
  }
}

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CliNetwork } from '../../support/cli.ts'

const HOOK = fileURLToPath(new URL('offline.mjs', import.meta.url))

/** A network whose processes fail when they try to reach out of this machine. */
export class OfflineNetwork extends CliNetwork {
  readonly #scratch = mkdtempSync(join(tmpdir(), 'iexec-sim-escapes-'))
  readonly #report = join(this.#scratch, 'escapes')

  /**
   * The hook is an argument of node, which every process of the network hands on to those it
   * starts.
   */
  protected override get upOptions() {
    return { env: { IEXEC_SIM_TEST_ESCAPES: this.#report }, nodeArgs: ['--import', HOOK] }
  }

  /** Hosts its processes tried to reach, one line each. */
  escapes(): string[] {
    return existsSync(this.#report) ? lines(readFileSync(this.#report, 'utf8')) : []
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    await super[Symbol.asyncDispose]()
    rmSync(this.#scratch, { recursive: true, force: true })
  }
}

const lines = (text: string): string[] => text.split('\n').filter(Boolean)

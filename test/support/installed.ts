import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A user's folder, in which npm has installed our packages from their tarballs. */
export class Installed implements AsyncDisposable {
  readonly dir = mkdtempSync(join(tmpdir(), 'iexec-sim-installed-'))

  /** Builds and packs packages of the workspace, and installs them with npm alone. */
  static async packages(...names: string[]): Promise<Installed> {
    const installed = new Installed()
    const tarballs: string[] = []
    for (const name of names) tarballs.push(await pack(name, installed.dir))
    writeFileSync(join(installed.dir, 'package.json'), '{ "private": true, "type": "module" }')
    await installed.#install(...tarballs)
    return installed
  }

  /** Runs a program in the folder, or in one below it; throws when it fails. */
  async run(
    program: string,
    args: readonly string[],
    env: Record<string, string> = {},
    below = '.',
  ): Promise<string> {
    const cwd = join(this.dir, below)
    const { stdout } = await execa(program, args, {
      cwd,
      env: { npm_config_loglevel: 'error', ...env },
    })
    return stdout
  }

  async #install(...tarballs: string[]): Promise<void> {
    await this.run('npm', [
      'install',
      '--prefer-offline',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      ...tarballs,
    ])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    rmSync(this.dir, { recursive: true, force: true })
  }
}

async function pack(name: string, destination: string): Promise<string> {
  const pnpm = (...args: string[]) => execa('pnpm', args, { cwd: ROOT })
  // Through turbo, which does nothing when it is built already: another test may be packing it now.
  await pnpm('exec', 'turbo', 'run', 'build', '--filter', name)
  const { stdout } = await pnpm('--filter', name, 'pack', '--pack-destination', destination)
  return stdout.split('\n').findLast((line) => line.endsWith('.tgz'))!
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AddressSheet } from '@iexec-sim/client'
import { execa } from 'execa'

/** The file that starts the command line. */
export const MAIN = fileURLToPath(new URL('../../packages/cli/bin/iexec-sim.cjs', import.meta.url))

/** End of a command. */
export interface CliRun {
  code: number | null
  stdout: string
  stderr: string
}

/** Settings of a command. */
export interface CliOptions {
  /** Text or bytes of its standard input. @default none */
  input?: string | Uint8Array
  /** Further variables of its environment. */
  env?: Record<string, string>
  /** Options of Node.js itself. */
  nodeArgs?: readonly string[]
  /** Folder it runs in. */
  cwd?: string
}

/** Starts the command line as a person would: as a process of its own. Its output is to be read. */
export const startCli = (args: readonly string[], { env = {} }: Pick<CliOptions, 'env'> = {}) =>
  execa(process.execPath, [MAIN, ...args], {
    env,
    buffer: false,
    reject: false,
    forceKillAfterDelay: false,
  })

/** Runs a command to its end. */
export async function cli(
  args: readonly string[],
  { input = '', nodeArgs = [], ...options }: CliOptions = {},
): Promise<CliRun> {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [...nodeArgs, MAIN, ...args], {
    ...options,
    input,
    reject: false,
    stripFinalNewline: false,
  })
  return { code: exitCode ?? null, stdout, stderr }
}

/** A network started with `up --detach`, in a state folder of its own. */
export class CliNetwork implements AsyncDisposable {
  readonly dir: string
  /** Of the first profile's network. */
  sheet!: AddressSheet
  /** Of every network, where several profiles run. */
  sheets: AddressSheet[] = []

  constructor(dir = mkdtempSync(join(tmpdir(), 'iexec-sim-cli-'))) {
    this.dir = dir
  }

  /** Options of its process. */
  protected get upOptions(): CliOptions {
    return {}
  }

  /** Starts it and keeps its address sheet. */
  async up(...options: string[]): Promise<this> {
    const { code, stdout, stderr } = await this.cli(
      ['up', '--detach', '--any-port', '--json', ...options],
      this.upOptions,
    )
    if (code !== 0) throw new Error(`up failed: ${stderr}`)
    this.sheets = [JSON.parse(stdout)].flat() as AddressSheet[]
    this.sheet = this.sheets[0]!
    return this
  }

  /** Runs a command on this network. */
  cli(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
    return cli([...args, '--state', this.dir], options)
  }

  /** Runs a command with `--json` and returns its document. */
  async json<T>(
    args: readonly string[],
    options: { input?: string | Uint8Array } = {},
  ): Promise<T> {
    const { stdout, stderr } = await this.cli([...args, '--json'], options)
    try {
      return JSON.parse(stdout) as T
    } catch {
      throw new Error(`${args.join(' ')} printed no JSON: ${stdout}${stderr}`)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cli(['down'])
    rmSync(this.dir, { recursive: true, force: true })
  }
}

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AddressSheet } from '@iexec-sim/client'

const MAIN = fileURLToPath(new URL('../../packages/cli/bin/iexec-sim.cjs', import.meta.url))

/** End of a command. */
export interface CliRun {
  code: number | null
  stdout: string
  stderr: string
}

/** Starts the command line as a person would: as a process of its own. */
export function startCli(
  args: readonly string[],
  env: Record<string, string> = {},
  nodeArgs: readonly string[] = [],
  cwd?: string,
): ChildProcess {
  return spawn(process.execPath, [...nodeArgs, MAIN, ...args], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(cwd === undefined ? {} : { cwd }),
  })
}

/** Runs a command to its end. `input` goes to its standard input. */
export async function cli(
  args: readonly string[],
  {
    input,
    env,
    nodeArgs,
    cwd,
  }: {
    input?: string | Uint8Array
    env?: Record<string, string>
    nodeArgs?: readonly string[]
    cwd?: string
  } = {},
): Promise<CliRun> {
  const child = startCli(args, env, nodeArgs, cwd)
  child.stdin!.end(input ?? '')
  let [stdout, stderr] = ['', '']
  child.stdout!.on('data', (chunk) => (stdout += chunk))
  child.stderr!.on('data', (chunk) => (stderr += chunk))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, stdout, stderr }
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
  protected get upOptions(): { env?: Record<string, string>; nodeArgs?: readonly string[] } {
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
  cli(
    args: readonly string[],
    options: {
      input?: string | Uint8Array
      env?: Record<string, string>
      nodeArgs?: readonly string[]
    } = {},
  ): Promise<CliRun> {
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

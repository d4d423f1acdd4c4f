import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Readable } from 'node:stream'

const MAIN = join(import.meta.dirname, '../../packages/cli/bin/iexec-sim.cjs')

/** Result of a command of the simulator. */
export interface CliEnd {
  exitCode: number
  stdout: string
  stderr: string
}

/** Starts an `iexec-sim` command that stays. */
export function startCli(args: readonly string[]): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
}

/**
 * Runs one `iexec-sim` command. `stdin` is all it can read; without it, standard input is empty.
 */
export function cli(args: readonly string[], stdin = ''): Promise<CliEnd> {
  const { promise, resolve, reject } = Promise.withResolvers<CliEnd>()
  const child = spawn(process.execPath, [MAIN, ...args])
  const read = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      read[stream] += text
    })
  }
  child.once('error', reject)
  child.once('close', (exitCode) => resolve({ exitCode: exitCode ?? 1, ...read }))
  child.stdin.on('error', () => {}) // a command that reads nothing may end first
  child.stdin.end(stdin)
  return promise
}

/**
 * Runs a command with `--json` and reads its document. Throws what the command said when it fails.
 */
export async function cliJson<T>(args: readonly string[], stdin?: string): Promise<T> {
  const { exitCode, stdout, stderr } = await cli([...args, '--json'], stdin)
  if (exitCode !== 0)
    throw new Error(
      `iexec-sim ${args.slice(0, 2).join(' ')} failed: ${stderr.trim() || stdout.trim()}`,
    )
  return JSON.parse(stdout) as T
}

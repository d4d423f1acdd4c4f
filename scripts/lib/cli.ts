import { join } from 'node:path'
import { execa } from 'execa'

const MAIN = join(import.meta.dirname, '../../packages/cli/bin/iexec-sim.cjs')

/** Result of a command of the simulator. */
export interface CliEnd {
  exitCode: number
  stdout: string
  stderr: string
}

/**
 * Time limit for the end of a network. The leftovers of a killed one in the engine are swept by the
 * next start.
 */
const PATIENCE_MS = 30_000

/** Starts an `iexec-sim` command that stays. */
export const startCli = (args: readonly string[]) =>
  execa(process.execPath, [MAIN, ...args], {
    stdin: 'ignore',
    buffer: false,
    reject: false,
    forceKillAfterDelay: PATIENCE_MS,
  })

/**
 * Runs one `iexec-sim` command. `stdin` is all it can read; without it, standard input is empty.
 */
export async function cli(args: readonly string[], stdin = ''): Promise<CliEnd> {
  const { exitCode = 1, ...read } = await execa(process.execPath, [MAIN, ...args], {
    input: stdin,
    reject: false,
    stripFinalNewline: false,
  })
  return { exitCode, stdout: read.stdout, stderr: read.stderr }
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

import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ClientMajor } from '@iexec-sim/client'
import { execa } from 'execa'

/** Output of the client with `--raw`. */
export interface ClientAnswer {
  ok: boolean
  error?: { name: string; message: string }
  [field: string]: unknown
}

/** The command line of each client, as npm installed it: `iexec.js` and a file per group. */
const FOLDERS = {
  8: fileURLToPath(new URL('cli/cmd/', new URL('..', import.meta.resolve('iexec8')))),
  9: fileURLToPath(new URL('cli/cmd/', new URL('..', import.meta.resolve('iexec9')))),
} as const satisfies Record<ClientMajor, string>

/**
 * `iexec` starts a second process for the file of a group, as in `iexec-app.js deploy`. Starting
 * that file saves half the time of hundreds of commands.
 */
export type ClientEntry = 'iexec' | 'file of the group'

const COMPILED = join(homedir(), '.cache', 'iexec-sim', 'compiled')

/** Settings of a command of the official client. */
export interface ClientRun {
  /** Text on its standard input. */
  input?: string
  /** Further variables of its environment. */
  env?: Record<string, string>
  /** @default 'file of the group' */
  entry?: ClientEntry
}

/** Runs the official command line in a folder, the way a person does. */
export async function iexec(
  major: ClientMajor,
  folder: string,
  args: readonly string[],
  { input = '', env = {}, entry = 'file of the group' }: ClientRun = {},
): Promise<ClientAnswer> {
  const command = entry === 'iexec' ? throughMain(major, args) : ofGroup(major, args)
  const { stdout, stderr } = await execa(process.execPath, [...command, '--raw'], {
    cwd: folder,
    // Its key store is under the home folder. Node.js keeps what it has compiled of it: there are
    // hundreds of these processes.
    env: { HOME: folder, NODE_COMPILE_CACHE: COMPILED, ...env },
    input,
    reject: false,
  })
  const answer = lastDocument(stdout) ?? lastDocument(stderr)
  if (!answer) throw new Error(`iexec ${args.join(' ')} printed no document:\n${stdout}${stderr}`)
  return answer
}

const throughMain = (major: ClientMajor, args: readonly string[]): string[] => [
  join(FOLDERS[major], 'iexec.js'),
  ...args,
]

function ofGroup(major: ClientMajor, args: readonly string[]): string[] {
  const file = join(FOLDERS[major], `iexec-${args[0]}.js`)
  return existsSync(file) ? [file, ...args.slice(1)] : throughMain(major, args)
}

/** The last line that is a JSON object: warnings may stand before it. */
function lastDocument(text: string): ClientAnswer | undefined {
  for (const line of text.trim().split('\n').reverse()) {
    try {
      const document: unknown = JSON.parse(line)
      if (typeof document === 'object' && document !== null && 'ok' in document)
        return document as ClientAnswer
    } catch {}
  }
  return undefined
}

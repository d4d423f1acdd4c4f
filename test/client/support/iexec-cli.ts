import { spawn } from 'node:child_process'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ClientMajor } from '@iexec-sim/client'

/** What the client printed with `--raw`. */
export interface ClientAnswer {
  ok: boolean
  error?: { name: string; message: string }
  [field: string]: unknown
}

/** The command line of each client, as npm installed it. */
const MAINS = {
  8: fileURLToPath(new URL('cli/cmd/iexec.js', new URL('..', import.meta.resolve('iexec8')))),
  9: fileURLToPath(new URL('cli/cmd/iexec.js', new URL('..', import.meta.resolve('iexec9')))),
} as const satisfies Record<ClientMajor, string>

const COMPILED = join(homedir(), '.cache', 'iexec-sim', 'compiled')

/**
 * Runs the official command line in a folder, the way a person does; `input` is what the person
 * types.
 */
export async function iexec(
  major: ClientMajor,
  folder: string,
  args: readonly string[],
  { input = '', env = {} }: { input?: string; env?: Record<string, string> } = {},
): Promise<ClientAnswer> {
  const child = spawn(process.execPath, [MAINS[major], ...args, '--raw'], {
    cwd: folder,
    // Its key store is under the home folder. Node.js keeps what it has compiled of it: there are
    // hundreds of these processes.
    env: { ...process.env, HOME: folder, NODE_COMPILE_CACHE: COMPILED, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.end(input)
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk) => (stdout += chunk))
  child.stderr.on('data', (chunk) => (stderr += chunk))
  await new Promise((resolve) => child.once('close', resolve))
  const answer = lastDocument(stdout) ?? lastDocument(stderr)
  if (!answer) throw new Error(`iexec ${args.join(' ')} printed no document:\n${stdout}${stderr}`)
  return answer
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

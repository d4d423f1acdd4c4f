import { appendFileSync } from 'node:fs'
import type { ClientMajor } from '@iexec-sim/client'

/** One command of the official client that a test has run. */
interface CommandRecord {
  major: ClientMajor
  /** Group and name, without arguments. */
  command: string
  ok: boolean
}

const ALONE = new Set(['init', 'info'])

/** Notes that a command was run, for the check of the page that lists them all. */
export function record(major: ClientMajor, args: readonly string[], ok: boolean): void {
  const file = process.env.IEXEC_SIM_CLIENT_RECORD
  if (!file) return
  const command = ALONE.has(args[0]!) ? args[0]! : args.slice(0, 2).join(' ')
  appendFileSync(file, `${JSON.stringify({ major, command, ok } satisfies CommandRecord)}\n`)
}

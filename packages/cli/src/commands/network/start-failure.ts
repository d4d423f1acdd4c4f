import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { SimError } from '@iexec-sim/base'

/** Bytes at the end of a log that are looked at. */
const TAIL = 16 * 1024
/** Lines of a log that are repeated. */
const LINES = 5

/**
 * `START_FAILED` for a process with this log. A process that ended by itself says why in a line of
 * JSON, which is passed on as it is; without such a line the last lines of the log are repeated.
 */
export function startFailure(log: string, reason?: string): Error {
  const lines = lastLines(log)
  const said = reason === undefined ? saidBy(lines) : undefined
  const error = new SimError('START_FAILED', {
    reason: reason ?? said?.message.replace(/\.$/, '') ?? 'its process ended',
    log,
  })
  if (said) return said.help ? Object.assign(error, { help: said.help }) : error
  const repeated = lines.slice(-LINES).map((line) => `\n    ${line}`)
  return repeated.length === 0
    ? error
    : Object.assign(error, { help: `${error.help} The log ends with:${repeated.join('')}` })
}

function lastLines(log: string): string[] {
  const file = openSync(log, 'r')
  try {
    const bytes = Buffer.alloc(TAIL)
    const { size } = fstatSync(file)
    const length = readSync(file, bytes, 0, TAIL, Math.max(0, size - TAIL))
    return bytes
      .toString('utf8', 0, length)
      .split('\n')
      .filter((line) => line.trim() !== '')
  } finally {
    closeSync(file)
  }
}

function saidBy(lines: readonly string[]): { message: string; help?: string } | undefined {
  for (const line of lines.toReversed()) {
    try {
      const { error } = JSON.parse(line) as { error: { message: string; help?: string } }
      if (typeof error.message === 'string') return error
    } catch {}
  }
  return undefined
}

import { createWriteStream } from 'node:fs'
import { type DestinationStream, type Logger, pino } from 'pino'

/** Destination and level of log lines. */
export interface LogOptions {
  /** Least severe line that is written. */
  level: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  /** File lines are appended to, mode 600. */
  file?: string | undefined
  /** Stream lines go to, for tests. */
  stream?: DestinationStream | undefined
}

/** One JSON line per event: a message and ids. Bodies, headers and values are never logged. */
export function createLog({ level, file, stream }: LogOptions): Logger {
  const base = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime }
  if (stream) return pino(base, stream)
  if (file === undefined) return pino({ ...base, level: 'silent' })
  const lines = createWriteStream(file, { flags: 'a', mode: 0o600 })
  // A full disk takes the log and not the process.
  lines.on('error', () => {})
  return pino(base, lines)
}

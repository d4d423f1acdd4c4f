import { styleText } from 'node:util'
import { printable } from '../../terminal/output.ts'

/** Levels of log lines, least severe first, as options name them. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const
/** Level of a log line. */
export type LogLevel = (typeof LOG_LEVELS)[number]

/** A line of a network's log. */
export interface LogLine {
  /** How severe it is. */
  level: LogLevel
  /** Machine's time, ISO 8601. */
  time: string
  /** Service that wrote it; `network` for what concerns all of it. */
  service: string
  /** What happened, in words. */
  msg: string
  /** Whatever else it says: ids, statuses, reasons. */
  facts: Readonly<Record<string, unknown>>
}

/** pino's numbers. */
const LEVEL_OF: Readonly<Record<number, LogLevel>> = { 20: 'debug', 30: 'info', 40: 'warn' }

/** Reads a line of the file; `undefined` when it is none, as the last one of a killed process. */
export function readLogLine(text: string): LogLine | undefined {
  try {
    const { level, time, service = 'network', msg = '', ...facts } = JSON.parse(text)
    if (typeof level !== 'number' || typeof time !== 'string') return undefined
    const severity = LEVEL_OF[level] ?? (level > 40 ? 'error' : 'debug')
    return { level: severity, time, service: String(service), msg: String(msg), facts }
  } catch {
    return undefined
  }
}

const COLOURS = { debug: 'gray', info: 'cyan', warn: 'yellow', error: 'red' } as const
/** Columns of the longest name, `provisioning-gramine`. */
const SERVICE_WIDTH = 20

/** A line as people read it: time of day, level, service, what happened, and its facts. */
export function logLineText(line: LogLine): string {
  const { level, time, service, msg, facts } = line
  const colour = (style: Parameters<typeof styleText>[0], text: string) =>
    styleText(style, text, { stream: process.stdout })
  return [
    colour('gray', time.slice(11, 23)),
    colour(COLOURS[level], level.toUpperCase().padEnd(5)),
    colour('bold', printable(service).padEnd(SERVICE_WIDTH)),
    [printable(msg), ...Object.entries(facts).map(([name, fact]) => factText(name, fact))].join(
      '  ',
    ),
  ].join(' ')
}

/** A fact as `name=value`; texts are quoted only where blanks would hide their end. */
function factText(name: string, fact: unknown): string {
  const text = typeof fact === 'string' ? fact : JSON.stringify(fact)
  const shown = printable(text).replaceAll('\n', '\\n')
  return `${printable(name)}=${/\s/.test(shown) && typeof fact === 'string' ? JSON.stringify(shown) : shown}`
}

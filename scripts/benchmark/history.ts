import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Report } from './report.ts'

/** All runs that were kept, the oldest first. */
const HISTORY = join(import.meta.dirname, '../../docs/performance-history.json')

/** Reads the runs that were kept, the oldest first. */
export function readHistory(): Report[] {
  return existsSync(HISTORY) ? (JSON.parse(readFileSync(HISTORY, 'utf8')) as Report[]) : []
}

/** Reads a run that was printed as JSON, or the newest of a history. */
export function readRun(file: string): Report {
  const content = JSON.parse(readFileSync(file, 'utf8')) as Report | Report[]
  const run = Array.isArray(content) ? content.at(-1) : content
  if (!run) throw new Error('it has no run. Make one with: scripts/bench --json > FILE')
  return run
}

/** Keeps a run: one line of the file, without the series, which are for drawings. */
export function appendToHistory(report: Report): void {
  const lines = [...readHistory(), report].map((one) =>
    JSON.stringify(one, (key, value) =>
      key === 'series'
        ? undefined
        : typeof value === 'number'
          ? Number(value.toPrecision(5))
          : value,
    ),
  )
  writeFileSync(HISTORY, `[\n${lines.join(',\n')}\n]\n`)
}

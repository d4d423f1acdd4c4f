import { execFileSync } from 'node:child_process'

/**
 * One line of the report. `ratio` is value by peer, or by budget where nothing is comparable;
 * without either there is none.
 */
export interface Measure {
  name: string
  unit: 'ms' | 'MB'
  value: number
  peer: number | null
  ratio: number | null
  budget: number | null
}

/** A line that is held against a budget, if there is one. */
export function measure(
  name: string,
  unit: Measure['unit'],
  value: number,
  budget: number | null = null,
): Measure {
  return { name, unit, value, peer: null, ratio: budget === null ? null : value / budget, budget }
}

/** Duration of a job, in milliseconds. */
export async function timed(action: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await action()
  return performance.now() - started
}

/** The median duration of a number of runs, in milliseconds. */
export async function medianOf(rounds: number, action: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) times.push(await timed(action))
  return median(times)
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Resident memory of a process, in MB of 2^20 bytes. */
export function residentMb(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024
}

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Megabytes this process keeps after garbage collection. */
export function residentMegabytes(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  collect()
  return process.memoryUsage().rss / 1024 ** 2
}

/**
 * Growth from the first third of some readings to the last: memory taken once, to get warm, counts
 * for nothing.
 */
export function growthOf(readings: readonly number[]): number {
  const third = Math.ceil(readings.length / 3)
  return median(readings.slice(-third)) - median(readings.slice(0, third))
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!

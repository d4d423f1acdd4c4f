import type { Difference } from './difference.ts'

/** A scenario's first difference. Those after it usually follow from it. */
export type FirstDifference<D extends Difference = Difference> = D & {
  /** Number of further differences in this scenario. */
  readonly further: number
}

/** The first difference of each scenario in each mode, in the order they come. */
export function firstDifferences<D extends Difference>(
  differences: readonly D[],
): FirstDifference<D>[] {
  const first = new Map<string, FirstDifference<D>>()
  for (const one of differences) {
    const key = `${one.mode} ${one.scenario}`
    const known = first.get(key)
    first.set(key, known ? { ...known, further: known.further + 1 } : { ...one, further: 0 })
  }
  return [...first.values()]
}

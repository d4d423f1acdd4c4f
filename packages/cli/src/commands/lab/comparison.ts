import type { Difference, FirstDifference, GasComparison, Judged, Mode } from '@iexec-sim/lab'

/** What came of a comparison. */
export interface Comparison {
  baseline: string
  candidate: string
  differences: readonly Difference[]
  judged: Judged
  /** What of {@link judged} is for people: the first of each scenario, or all. */
  shown: Shown
  gas: readonly (GasComparison & { readonly mode: Mode })[]
}

/** Differences that are shown. */
export interface Shown {
  readonly expected: readonly FirstDifference<Judged['expected'][number]>[]
  readonly unexpected: readonly FirstDifference[]
}

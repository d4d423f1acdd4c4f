import type { Difference, FirstDifference, GasComparison, Judged, Mode } from '@iexec-sim/lab'

/** Result of a comparison. */
export interface Comparison {
  baseline: string
  candidate: string
  differences: readonly Difference[]
  judged: Judged
  /** The part of {@link judged} that is printed: the first of each scenario, or all. */
  shown: Shown
  gas: readonly (GasComparison & { readonly mode: Mode })[]
}

/** Differences that are shown. */
export interface Shown {
  readonly expected: readonly FirstDifference<Judged['expected'][number]>[]
  readonly unexpected: readonly FirstDifference[]
}

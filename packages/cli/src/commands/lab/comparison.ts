import type { Difference, FirstDifference, GasComparison, Judged, Mode } from '@iexec-sim/lab'

/** Result of a comparison. */
export interface Comparison {
  /** Source of the first protocol. */
  baseline: string
  /** Source of the second protocol. */
  candidate: string
  /** All differences. */
  differences: readonly Difference[]
  /** Differences, split by whether they are expected. */
  judged: Judged
  /** The part of {@link judged} that is printed: the first of each scenario, or all. */
  shown: Shown
  /** Gas of both protocols, per mode. */
  gas: readonly (GasComparison & { readonly mode: Mode })[]
}

/** Differences that are shown. */
export interface Shown {
  /** First expected difference of each scenario, or all. */
  readonly expected: readonly FirstDifference<Judged['expected'][number]>[]
  /** First unexpected difference of each scenario, or all. */
  readonly unexpected: readonly FirstDifference[]
}

import type { Bench } from './bench.ts'
import type { Figure } from './figure.ts'

/** Measures that belong together, chosen by name. */
export interface Row {
  /** Name for `--only`. */
  name: string
  /** What it measures, in a few words. */
  about: string
  /** Whether it is part of a run without `--all`. */
  isShort: boolean
  /** Measures. */
  measure(bench: Bench): Promise<Figure[]>
}

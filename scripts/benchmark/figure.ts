import type { Pairs } from './rounds.ts'

/** Unit of a figure; a file's size and memory are in units of 2^10 bytes. */
export type Unit = 'ms' | 'MB' | 'KB' | 'tasks/s' | 'x'

/**
 * One bound of a figure: on the value itself, on its ratio to the peer, or on what it is above the
 * peer, in the figure's unit.
 */
export interface Budget {
  /** The compared quantity. */
  of: 'value' | 'ratio' | 'excess'
  /** The bound, which still meets the budget. */
  bound: number
  /** Whether less is worse. */
  isFloor: boolean
}

/** One line of a report. Where a figure was measured several times, all numbers are medians. */
export interface Figure {
  /** Subject of the figure. */
  name: string
  /** Unit of value and peer. */
  unit: Unit
  /** The measured value. */
  value: number
  /** What the peer took in the same run. */
  peer?: { name: string; value: number }
  /** Value by peer, the median of the pairs. */
  ratio?: number
  /** Bounds, of which one has to hold. */
  budgets: Budget[]
  /** Whether a bound holds; absent without any. */
  isMet?: boolean
  /** What a reader has to know of it. */
  note?: string
  /** How it went over the run, for a drawing. */
  series?: Series
}

/** Values in order. */
export interface Series {
  /** Number of tasks that all values together are about. */
  tasks: number
  /** Values, each about as many tasks, in the figure's unit. */
  values: number[]
}

/** What a figure has besides its name, its unit and its value. */
export interface FigureOptions {
  /** Name of the peer, for a value measured in pairs. */
  peer?: string
  /** Bounds, of which one has to hold. */
  budgets?: Budget[]
  /** What a reader has to know of it. */
  note?: string
  /** How it went over the run, for a drawing. */
  series?: Series
}

export const atMost = (bound: number): Budget => ({ of: 'value', bound, isFloor: false })
export const atLeast = (bound: number): Budget => ({ of: 'value', bound, isFloor: true })
export const atMostTimes = (bound: number): Budget => ({ of: 'ratio', bound, isFloor: false })
export const atLeastTimes = (bound: number): Budget => ({ of: 'ratio', bound, isFloor: true })
export const atMostAbove = (bound: number): Budget => ({ of: 'excess', bound, isFloor: false })

/** Makes a figure of a number, or of pairs. */
export function figure(
  name: string,
  unit: Unit,
  measured: number | Pairs,
  { peer = 'peer', budgets = [], ...rest }: FigureOptions = {},
): Figure {
  const pairs = typeof measured === 'number' ? undefined : measured
  const quantity = {
    value: pairs?.value ?? (measured as number),
    ratio: pairs?.ratio ?? Number.NaN,
    excess: pairs?.excess ?? Number.NaN,
  }
  const holds = ({ of, bound, isFloor }: Budget) =>
    isFloor ? quantity[of] >= bound : quantity[of] <= bound
  return {
    name,
    unit,
    value: quantity.value,
    ...(pairs ? { peer: { name: peer, value: pairs.peer }, ratio: pairs.ratio } : {}),
    budgets,
    ...(budgets.length > 0 ? { isMet: budgets.some(holds) } : {}),
    ...rest,
  }
}

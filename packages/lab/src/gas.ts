import { sameSteps } from './difference.ts'
import type { CallStep, Run, ScenarioRecord, Step } from './record.ts'

/** Gas of a function or a scenario on two protocols. */
export interface GasRow {
  /** A function, of the hub unless another contract is named; or a scenario. */
  readonly name: string
  /** Number of compared calls. */
  readonly calls: number
  /** Gas used on the baseline: the mean over a function's calls, or the sum of a scenario. */
  readonly baseline: number
  /** Gas used on the candidate, in the same way. */
  readonly candidate: number
}

/**
 * Gas per function and per whole life of a task, over the calls with equal effects on both sides.
 */
export interface GasComparison {
  /** One row per function. */
  readonly functions: readonly GasRow[]
  /** One row per scenario that is a whole life of a task. */
  readonly lifecycles: readonly GasRow[]
}

/** Compares the gas of the same scenarios on two protocols. */
export function compareGas(baseline: Run, candidate: Run): GasComparison {
  const others = new Map(candidate.records.map((record) => [record.name, record]))
  const byFunction = new Map<string, Pair[]>()
  const lifecycles: GasRow[] = []
  for (const record of baseline.records) {
    const other = others.get(record.name)
    const pairs = other ? comparable(record, other) : []
    for (const pair of pairs.filter(hasName)) {
      const name = functionOf(pair[0])
      byFunction.set(name, [...(byFunction.get(name) ?? []), pair])
    }
    if (
      other &&
      pairs.length === succeeded(record) &&
      pairs.length === succeeded(other) &&
      isLifecycle(record)
    )
      lifecycles.push({
        name: record.name,
        calls: pairs.length,
        baseline: sum(pairs, 0),
        candidate: sum(pairs, 1),
      })
  }
  const functions = [...byFunction]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, pairs]) => ({
      name,
      calls: pairs.length,
      baseline: Math.round(sum(pairs, 0) / pairs.length),
      candidate: Math.round(sum(pairs, 1) / pairs.length),
    }))
  return { functions, lifecycles }
}

/** Extra gas of the candidate, in percent of the baseline. */
export const gasPercent = ({
  baseline,
  candidate,
}: Pick<GasRow, 'baseline' | 'candidate'>): number =>
  baseline === 0 ? 0 : ((candidate - baseline) / baseline) * 100

/** A call on either side. */
type Pair = readonly [CallStep, CallStep]

/**
 * Calls that succeed and move the same money on both sides; calls with other effects have other
 * costs for a reason.
 */
function comparable(a: ScenarioRecord, b: ScenarioRecord): Pair[] {
  return sameSteps(a, b).flatMap(({ i, j }) => {
    const [before, after] = [a.steps[i]!, b.steps[j]!]
    return isSuccess(before) && isSuccess(after) && movesTheSame(before, after)
      ? [[before, after]]
      : []
  })
}

const movesTheSame = (a: CallStep, b: CallStep) => entries(a) === entries(b)
const entries = ({ balances = {} }: CallStep) => JSON.stringify(Object.entries(balances).sort())
/** A function called by its bare selector has no name, and no client calls it. */
const hasName = ([{ call }]: Pair) => !call.startsWith('0x')
const isSuccess = (step: Step): step is CallStep => step.kind === 'call' && step.outcome === 'ok'
const succeeded = ({ steps }: ScenarioRecord) => steps.filter(isSuccess).length
const functionOf = ({ call }: CallStep) => call.replace(/ by .*$/, '')

/** Whether a task ends in the scenario. */
const isLifecycle = ({ steps }: ScenarioRecord) =>
  steps.some(
    (step) =>
      isSuccess(step) &&
      /^(finalize|contributeAndFinalize|claim|initializeAndClaim)/.test(step.call),
  )

const sum = (pairs: readonly Pair[], side: 0 | 1) =>
  pairs.reduce((total, pair) => total + (pair[side].gas ?? 0), 0)

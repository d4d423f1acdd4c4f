import {
  type CallStep,
  type CheckStep,
  holds,
  type Recorded,
  type Run,
  type ScenarioRecord,
  type Step,
} from './record.ts'

/** Part of a step or of a scenario that can differ. */
export type Aspect = 'scenario' | 'outcome' | 'error' | 'events' | 'balances' | 'value' | 'gas'

/** One difference between two protocols. */
export interface Difference {
  /** Name of the scenario. */
  readonly scenario: string
  /** Mode of both runs. */
  readonly mode: Run['mode']
  /**
   * The call or check, with its number where it is not the first of its name; empty for a whole
   * scenario.
   */
  readonly step: string
  /** Part of the step that differs. */
  readonly aspect: Aspect
  /** As text; of events and balances only those the other side does not have. */
  readonly baseline: string
  /** As text, of the other protocol. */
  readonly candidate: string
}

/** Compares the records of the same scenarios on two protocols, gas included. */
export function diffRecords(a: Run, b: Run): Difference[] {
  const others = new Map(b.records.map((record) => [record.name, record]))
  const missing = b.records.filter(({ name }) => !a.records.some((record) => record.name === name))
  const found = [
    ...a.records.flatMap((record) => diffRecord(record, others.get(record.name))),
    ...missing.map(({ name }) => difference(name, '', 'scenario', 'not run', 'run')),
  ]
  return found.map((one) => ({ ...one, mode: a.mode }))
}

type Found = Omit<Difference, 'mode'>

function diffRecord(a: ScenarioRecord, b: ScenarioRecord | undefined): Found[] {
  if (!b) return [difference(a.name, '', 'scenario', 'run', 'not run')]
  const steps = sameSteps(a, b).flatMap(({ label, i, j }) => {
    if (repeats(a.steps, i) && repeats(b.steps, j)) return []
    return diffStep(a.steps[i]!, b.steps[j]!).map((part) => ({
      ...part,
      scenario: a.name,
      step: label,
    }))
  })
  const [before, after] = [ending(a), ending(b)]
  return before === after ? steps : [...steps, difference(a.name, '', 'scenario', before, after)]
}

/** End of a scenario, with its number of steps: another course has other steps. */
function ending({ status, reason, steps }: ScenarioRecord): string {
  return status === 'stopped'
    ? `stopped after ${steps.length} steps: ${reason}`
    : `completed with ${steps.length} steps`
}

type Part = Pick<Difference, 'aspect' | 'baseline' | 'candidate'>

function diffStep(a: Step, b: Step): Part[] {
  if (a.kind === 'check') return b.kind === 'check' ? diffCheck(a, b) : []
  return b.kind === 'call' ? diffCall(a, b) : []
}

/**
 * Two values that both match their expectation are the same, though ids and addresses follow from a
 * protocol's own code.
 */
function diffCheck(a: CheckStep, b: CheckStep): Part[] {
  if (holds(a) && holds(b)) return []
  return changed('value', text(a.value), text(b.value))
}

/** Whether a check only repeats the outcome of the call before it. */
function repeats(steps: readonly Step[], i: number): boolean {
  const [before, step] = [steps[i - 1], steps[i]]
  return (
    before?.kind === 'call' &&
    step?.kind === 'check' &&
    step.value === (before.error ?? before.outcome)
  )
}

/** A call that succeeds on one side alone has nothing else to compare. */
function diffCall(a: CallStep, b: CallStep): Part[] {
  if (a.outcome !== b.outcome) return changed('outcome', a.error ?? a.outcome, b.error ?? b.outcome)
  return [
    ...changed('error', a.error ?? '', b.error ?? ''),
    ...diffEvents(a.events ?? [], b.events ?? []),
    ...diffBalances(a.balances ?? {}, b.balances ?? {}),
    ...changed('gas', String(a.gas ?? 0), String(b.gas ?? 0)),
  ]
}

const changed = (aspect: Aspect, baseline: string, candidate: string): Part[] =>
  baseline === candidate ? [] : [{ aspect, baseline, candidate }]

function diffEvents(a: readonly string[], b: readonly string[]): Part[] {
  if (text(a) === text(b)) return []
  const [gone, added] = [without(a, b), without(b, a)]
  // The same entries in another order: only the whole lists show it.
  const reordered = gone.length === 0 && added.length === 0
  return changed('events', (reordered ? a : gone).join('; '), (reordered ? b : added).join('; '))
}

/** Entries of a list beyond those of another, each with its surplus. */
function without(list: readonly string[], other: readonly string[]): string[] {
  const left = [...other]
  return list.filter((item) => {
    const at = left.indexOf(item)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

function diffBalances(
  a: Readonly<Record<string, string>>,
  b: Readonly<Record<string, string>>,
): Part[] {
  const who = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
    (name) => a[name] !== b[name],
  )
  const tell = (of: Readonly<Record<string, string>>) =>
    who.map((name) => `${name} ${of[name] ?? '0/0'}`).join('; ')
  return changed('balances', tell(a), tell(b))
}

const nameOf = (step: Step) => (step.kind === 'call' ? step.call : step.label)
const text = (value: Recorded) => JSON.stringify(value)

/** Common steps of two records of a scenario: the name and the index in either. */
export function sameSteps(
  a: ScenarioRecord,
  b: ScenarioRecord,
): { label: string; i: number; j: number }[] {
  const others = new Map(stepLabels(b.steps).map((label, j) => [label, j]))
  return stepLabels(a.steps).flatMap((label, i) => {
    const j = others.get(label)
    return j === undefined ? [] : [{ label, i, j }]
  })
}

/** Names of steps, numbered if one repeats: they match the steps of two records. */
function stepLabels(steps: readonly Step[]): string[] {
  const seen = new Map<string, number>()
  return steps.map((step) => {
    const name = nameOf(step)
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return count === 1 ? name : `${name} #${count}`
  })
}

const difference = (
  scenario: string,
  step: string,
  aspect: Aspect,
  baseline: string,
  candidate: string,
): Found => ({
  scenario,
  step,
  aspect,
  baseline,
  candidate,
})

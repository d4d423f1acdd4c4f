import { markdownCell as cell, markdownTable } from '@iexec-sim/base'
import { type Difference, type FirstDifference, gasPercent, gasTable } from '@iexec-sim/lab'
import type { Comparison } from './comparison.ts'

/**
 * Differences as text for people: those that are not expected, of each scenario the first unless
 * all are wanted.
 */
export function differencesText(comparison: Comparison): string {
  const { shown, baseline, candidate } = comparison
  const lines = shown.unexpected.flatMap((one) => [
    `${one.mode}  ${one.scenario}${one.step ? ` › ${one.step}` : ''}  (${one.aspect})`,
    `    ${baseline}: ${one.baseline || 'nothing'}`,
    `    ${candidate}: ${one.candidate || 'nothing'}`,
    ...(one.further > 0 ? [`    and ${one.further} more in this scenario`] : []),
  ])
  return [...lines, ...(lines.length > 0 ? [''] : []), summary(comparison)].join('\n')
}

/** Differences as a report for a pull request. */
export function differencesMarkdown(comparison: Comparison): string {
  const { baseline, candidate, shown } = comparison
  const unexpected =
    shown.unexpected.length === 0 ? 'No unexpected difference.' : table(shown.unexpected)
  const parts = [
    `## ${cell(baseline)} → ${cell(candidate)}`,
    `${summary(comparison)}`,
    unexpected,
    ...(shown.expected.length === 0
      ? []
      : [
          details(
            `Expected: ${scenarios(comparison.judged.expected)}`,
            expectedTable(shown.expected),
          ),
        ]),
    ...gasParts(comparison),
  ]
  return `${parts.join('\n\n')}\n`
}

const HEAD = ['mode', 'scenario', 'first difference', 'what', 'before', 'after']

const table = (differences: readonly FirstDifference[]): string =>
  markdownTable(
    [...HEAD, 'further'],
    differences.map((one) => [...row(one), String(one.further)]),
    ['further'],
  )

const expectedTable = (differences: Comparison['shown']['expected']): string =>
  markdownTable(
    [...HEAD, 'why'],
    differences.map((one) => [...row(one), cell(one.why)]),
  )

const row = ({ mode, scenario, step, aspect, ...one }: Difference) =>
  [mode, scenario, step, aspect, one.baseline, one.candidate].map(cell)

const details = (title: string, text: string) =>
  `<details><summary>${title}</summary>\n\n${text}\n\n</details>`

/** One table for each mode, of the functions that cost something else than before. */
function gasParts({ gas, baseline, candidate }: Comparison): string[] {
  return gas.flatMap(({ mode, functions }) => {
    const changed = functions.filter((one) => one.baseline !== one.candidate)
    if (changed.length === 0) return []
    const names = [cell(baseline), cell(candidate)] as const
    return [details(`Gas with a ${mode} escrow`, gasTable('function', changed, names))]
  })
}

function summary({ differences, judged, gas }: Comparison): string {
  const calls = differences.filter(({ aspect }) => aspect === 'gas').length
  const functions = gas.flatMap((one) => one.functions)
  const sum = (side: 'baseline' | 'candidate') =>
    functions.reduce((total, one) => total + one[side] * one.calls, 0)
  const percent = gasPercent({ baseline: sum('baseline'), candidate: sum('candidate') })
  const sign = percent >= 0 ? '+' : ''
  const cost = calls === 0 ? 'gas is the same' : `gas ${sign}${percent.toFixed(1)} % over all calls`
  return `${scenarios(judged.unexpected)} unexpected, ${scenarios(judged.expected)} as expected; ${cost}.`
}

/** In how many scenarios there are how many differences. */
function scenarios(differences: readonly Difference[]): string {
  const count = new Set(differences.map(({ mode, scenario }) => `${mode} ${scenario}`)).size
  const plural = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`
  return count === 0
    ? 'no difference'
    : `${plural(differences.length, 'difference')} in ${plural(count, 'scenario')}`
}

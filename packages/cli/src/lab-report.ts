import type { Difference } from '@iexec-sim/lab'
import type { Comparison } from './commands/lab.ts'

/** Differences as text for people: what is not expected first, in each scenario where it begins. */
export function differencesText(comparison: Comparison): string {
  const { judged, baseline, candidate } = comparison
  const lines = judged.unexpected.flatMap((one) => [
    `${one.mode}  ${one.scenario}${one.step ? ` › ${one.step}` : ''}  (${one.aspect})`,
    `    ${baseline}: ${one.baseline}`,
    `    ${candidate}: ${one.candidate}`,
  ])
  return [...lines, ...(lines.length > 0 ? [''] : []), summary(comparison)].join('\n')
}

/** Differences as a report for a pull request. */
export function differencesMarkdown(comparison: Comparison): string {
  const { baseline, candidate, judged } = comparison
  const row = ({ mode, scenario, step, aspect, ...one }: Difference) =>
    `| ${[mode, scenario, step, aspect, one.baseline, one.candidate].map(cell).join(' | ')} |`
  const table = (differences: readonly Difference[]) =>
    [
      '| mode | scenario | step | what | before | after |',
      '| --- | --- | --- | --- | --- | --- |',
      ...differences.map(row),
    ].join('\n')
  const expected =
    judged.expected.length === 0
      ? ''
      : `\n<details><summary>${judged.expected.length} expected differences</summary>\n\n${table(judged.expected)}\n\n</details>\n`
  const unexpected = judged.unexpected.length === 0 ? 'No unexpected difference.' : table(judged.unexpected)
  return `## ${cell(baseline)} → ${cell(candidate)}\n\n${unexpected}\n${expected}\n${summary(comparison)}\n`
}

function summary({ differences, judged }: Comparison): string {
  const gas = differences.filter(({ aspect }) => aspect === 'gas')
  return `${judged.unexpected.length} unexpected, ${judged.expected.length} expected differences; ${gasSummary(gas)}.`
}

/** How gas moved over all calls that cost something else than before. */
function gasSummary(gas: readonly Difference[]): string {
  const sum = (side: 'baseline' | 'candidate') => gas.reduce((total, one) => total + (Number(one[side]) || 0), 0)
  const before = sum('baseline')
  if (before === 0) return 'gas is the same'
  const percent = ((sum('candidate') - before) / before) * 100
  return `gas ${percent >= 0 ? '+' : ''}${percent.toFixed(1)} % over ${gas.length} calls that cost something else`
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

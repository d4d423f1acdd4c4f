import { markdownCell, markdownTable, textColumns } from '@iexec-sim/base'
import type { CellOutcome } from '../cells/cell-outcome.ts'

const MARKS = { passed: '✓', failed: '✗', skipped: '–' } as const
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

/** A matrix for people. */
export function tableText(outcomes: readonly CellOutcome[]): string {
  const rows = textColumns(
    outcomes.map(({ name, verdict, reason, durationMs }) => [
      `${MARKS[verdict]} ${name}`,
      seconds(durationMs).padStart(8),
      reason ?? '',
    ]),
  )
  return [...rows, '', summary(outcomes)].join('\n')
}

/** A matrix for the page of a CI job. */
export function markdownReport(outcomes: readonly CellOutcome[]): string {
  const head = ['TEE', 'SDK', 'image', 'protocol', 'faults', 'verdict', 'time', 'why', 'bundle']
  const rows = outcomes.map(({ cell, verdict, reason, durationMs, bundle }) => [
    ...[cell.tee, cell.sdk, cell.image, cell.protocol, cell.faults.name].map((text) =>
      markdownCell(String(text)),
    ),
    `${MARKS[verdict]} ${verdict}`,
    seconds(durationMs),
    markdownCell(reason ?? ''),
    markdownCell(bundle ?? ''),
  ])
  return `### iexec-sim matrix: ${summary(outcomes)}\n\n${markdownTable(head, rows)}\n`
}

function summary(outcomes: readonly CellOutcome[]): string {
  const count = (verdict: CellOutcome['verdict']) =>
    outcomes.filter((outcome) => outcome.verdict === verdict).length
  return `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`
}

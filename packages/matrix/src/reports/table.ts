import { markdownCell } from '@iexec-sim/base'
import type { CellOutcome } from '../cells/cell-outcome.ts'

const MARKS = { passed: '✓', failed: '✗', skipped: '–' } as const
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

/** A matrix for people. */
export function tableText(outcomes: readonly CellOutcome[]): string {
  const width = Math.max(...outcomes.map(({ name }) => name.length), 4)
  const rows = outcomes.map(({ name, verdict, reason, durationMs }) =>
    `${MARKS[verdict]} ${name.padEnd(width)}  ${seconds(durationMs).padStart(8)}${reason ? `  ${reason}` : ''}`.trimEnd(),
  )
  return [...rows, '', summary(outcomes)].join('\n')
}

/** A matrix for the page of a CI job. */
export function markdownReport(outcomes: readonly CellOutcome[]): string {
  const rows = outcomes.map(({ cell, verdict, reason, durationMs, bundle }) => {
    const cells = [
      ...[cell.tee, cell.sdk, cell.image, cell.protocol, cell.faults.name].map((text) =>
        markdownCell(String(text)),
      ),
      `${MARKS[verdict]} ${verdict}`,
      seconds(durationMs),
      markdownCell(reason ?? ''),
      markdownCell(bundle ?? ''),
    ]
    return `| ${cells.join(' | ')} |`
  })
  const head = [
    '| TEE | SDK | image | protocol | faults | verdict | time | why | bundle |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
  ]
  return `### iexec-sim matrix: ${summary(outcomes)}\n\n${[...head, ...rows].join('\n')}\n`
}

function summary(outcomes: readonly CellOutcome[]): string {
  const count = (verdict: CellOutcome['verdict']) =>
    outcomes.filter((outcome) => outcome.verdict === verdict).length
  return `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`
}

import { describe, expect, it } from 'vitest'
import type { CellOutcome } from '../cells/cell-outcome.ts'
import { cellName, cellsOf } from '../cells/cells.ts'
import { matrixOf } from '../matrix-file.ts'
import { jsonReport } from './json.ts'
import { junitReport } from './junit.ts'
import { markdownReport, tableText } from './table.ts'

const [first, second] = cellsOf(
  matrixOf(
    { image: 'a|b', tee: ['scone', 'tdx'], secrets: { 1: { name: 'n', value: 'rare' } } },
    'm',
  ),
)
const outcomes: CellOutcome[] = [
  { cell: first!, name: cellName(first!), verdict: 'passed', reason: '', durationMs: 1500 },
  {
    cell: second!,
    name: cellName(second!),
    verdict: 'failed',
    reason: 'it said <\u0007"no"> & went',
    durationMs: 500,
    bundle: 'b.bundle',
  },
]

describe('reports of a matrix', () => {
  it('are a table for people', () => {
    expect(tableText(outcomes)).toContain('1 passed, 1 failed, 0 skipped')
  })
  it('are Markdown whose cells cannot break out', () => {
    expect(markdownReport(outcomes)).toContain(
      '| tdx | none | a\\|b | builtin | none | ✗ failed | 0.5 s |',
    )
  })
  it('are valid XML with any output of an app', () => {
    const xml = junitReport(outcomes)
    expect(xml).toContain(
      '<testsuite name="iexec-sim matrix" tests="2" failures="1" skipped="0" time="2">',
    )
    expect(xml).toContain('message="it said &#60;&#34;no&#34;&#62; &#38; went"')
  })
  it('contain no value of a secret', () => {
    for (const report of [
      JSON.stringify(jsonReport(outcomes)),
      tableText(outcomes),
      markdownReport(outcomes),
      junitReport(outcomes),
    ])
      expect(report).not.toContain('rare')
  })
})

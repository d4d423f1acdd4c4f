import type { CellOutcome } from '../cells/cell-outcome.ts'

/** A matrix as JUnit XML: one test suite, one case for each cell. */
export function junitReport(outcomes: readonly CellOutcome[]): string {
  const count = (verdict: CellOutcome['verdict']) =>
    outcomes.filter((outcome) => outcome.verdict === verdict).length
  const total = outcomes.reduce((sum, { durationMs }) => sum + durationMs, 0)
  const cases = outcomes.map(({ name, verdict, reason, durationMs, bundle }) => {
    const inside =
      verdict === 'failed'
        ? `<failure message="${escaped(reason)}">${escaped(bundle ? `bundle: ${bundle}` : reason)}</failure>`
        : verdict === 'skipped'
          ? `<skipped message="${escaped(reason)}"/>`
          : ''
    return `    <testcase classname="matrix" name="${escaped(name)}" time="${durationMs / 1000}">${inside}</testcase>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="iexec-sim matrix" tests="${outcomes.length}" failures="${count('failed')}" skipped="${count('skipped')}" time="${total / 1000}">
${cases.join('\n')}
  </testsuite>
</testsuites>
`
}

/** Removes characters that XML cannot contain: a reason may quote a hostile app. */
const escaped = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`)

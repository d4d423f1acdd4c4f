// Ends a test run: prints the steps that failed, then "N passed, M failed" alone on the last line.
// Arguments: the file of vitest's JSON report, or an empty word where no test was to run; how many
// steps there were; the names of those that failed. Without tests, the steps are counted.
import { readFileSync } from 'node:fs'

interface Report {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  testResults: { name: string; status: string; assertionResults: { status: string }[] }[]
}

const [file = '', steps = '0', ...failedSteps] = process.argv.slice(2)
const hadTests = file !== ''
const report = hadTests ? read(file) : undefined
const tests = report?.numFailedTests ?? 0
/** Files that could not even be loaded have no failed test in them. */
const unloaded = report?.testResults.filter(
  ({ status, assertionResults }) =>
    status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
)
const passed = hadTests ? (report?.numPassedTests ?? 0) : Number(steps) - failedSteps.length
// The test step is told by its tests, unless it failed for none of them.
const alone = failedSteps.filter(
  (name) => name !== 'tests' || tests + (unloaded?.length ?? 0) === 0,
)
const empty = hadTests && passed + tests === 0 && !alone.includes('tests') ? 1 : 0

if (report?.numPendingTests) console.log(`Skipped tests: ${report.numPendingTests}`)
for (const { name } of unloaded ?? []) console.log(`Could not be loaded: ${name}`)
for (const name of failedSteps) console.log(`Failed: ${name}`)
if (empty) console.log('No test was run.')
const failed = tests + (unloaded?.length ?? 0) + alone.length + empty
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

function read(path: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Report
  } catch {
    return undefined
  }
}

// Ends a test run: prints the steps that failed, then "N passed, M failed" alone on the last line.
// Arguments: the file vitest wrote its JSON report to, and the names of the steps that failed.
import { readFileSync } from 'node:fs'

interface Report {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  testResults: { name: string; status: string; assertionResults: { status: string }[] }[]
}

const [file = '', ...failedSteps] = process.argv.slice(2)
const report = read(file)
const tests = report?.numFailedTests ?? 0
/** Files that could not even be loaded have no failed test in them. */
const unloaded = report?.testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
)
const passed = report?.numPassedTests ?? 0
// The test step is told by its tests, unless it failed for none of them.
const steps = failedSteps.filter((name) => name !== 'tests' || tests + (unloaded?.length ?? 0) === 0)
const empty = passed + tests === 0 && !steps.includes('tests') ? 1 : 0

if (report?.numPendingTests) console.log(`Skipped tests: ${report.numPendingTests}`)
for (const { name } of unloaded ?? []) console.log(`Could not be loaded: ${name}`)
for (const name of failedSteps) console.log(`Failed: ${name}`)
if (empty) console.log('No test was run.')
const failed = tests + (unloaded?.length ?? 0) + steps.length + empty
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

function read(path: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Report
  } catch {
    return undefined
  }
}

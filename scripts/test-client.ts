// Runs the tests of the official clients and prints what came out, per client and TEE framework.
// Also writes JUnit XML.
//   pnpm test:client --sdk 8,9 --tee scone,gramine,tdx --junit client-tests.xml
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { table } from './lib/table.ts'

interface Report {
  testResults: {
    assertionResults: {
      status: string
      ancestorTitles: string[]
      title: string
      duration?: number
    }[]
  }[]
}

const { values } = parseArgs({
  options: {
    sdk: { type: 'string', default: '8,9' },
    tee: { type: 'string', default: 'scone,gramine,tdx' },
    junit: { type: 'string', default: 'client-tests.xml' },
  },
})
only('--sdk', values.sdk, ['8', '9'])
only('--tee', values.tee, ['scone', 'gramine', 'tdx'])

const scratch = mkdtempSync(join(tmpdir(), 'iexec-sim-client-tests-'))
const json = join(scratch, 'report.json')
const { status } = spawnSync(
  'vitest',
  [
    'run',
    'test/client',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${json}`,
    '--reporter=junit',
    `--outputFile.junit=${values.junit}`,
  ],
  {
    stdio: 'inherit',
    env: { ...process.env, IEXEC_SIM_SDK: values.sdk, IEXEC_SIM_CLIENT_TEE: values.tee },
  },
)
console.log(
  `\n${table(rowsOf(JSON.parse(readFileSync(json, 'utf8')) as Report))}\n\nJUnit XML: ${values.junit}`,
)
rmSync(scratch, { recursive: true })
process.exitCode = status ?? 1

/** Ends the run if an option names something without a test. */
function only(option: string, value: string, known: readonly string[]): void {
  const foreign = value.split(',').find((part) => !known.includes(part))
  if (foreign === undefined) return
  console.error(`test:client: unknown ${option} "${foreign}"; choose from ${known.join(', ')}.`)
  process.exit(2)
}

/** One row per client, chain and framework that had tests. */
function rowsOf({ testResults }: Report): string[][] {
  const groups = new Map<string, { passed: number; failed: number; ms: number }>()
  for (const { status: outcome, ancestorTitles, duration = 0 } of testResults.flatMap(
    (file) => file.assertionResults,
  )) {
    if (outcome !== 'passed' && outcome !== 'failed') continue
    const name =
      /^client \d on [\w-]+(, tee \w+)?/.exec(ancestorTitles[0] ?? '')?.[0] ?? 'all clients'
    const group = groups.get(name) ?? { passed: 0, failed: 0, ms: 0 }
    group[outcome] += 1
    group.ms += duration
    groups.set(name, group)
  }
  const rows = [...groups].sort(([a], [b]) => a.localeCompare(b))
  return [
    ['client', 'passed', 'failed', 'time'],
    ...rows.map(([name, { passed, failed, ms }]) => [
      name,
      `${passed}`,
      `${failed}`,
      `${(ms / 1000).toFixed(1)} s`,
    ]),
  ]
}

import { readFileSync } from 'node:fs'
import { bakedProtocols } from '@iexec-sim/contracts/sources'
import {
  compareGas,
  diffRecords,
  gasPage,
  holds,
  isForClients,
  judge,
  keptExpectations,
  type Mode,
  modes,
  type Run,
  readExpectations,
  runScenario,
  type Scenario,
  type ScenarioRecord,
  scenariosOf,
} from '@iexec-sim/lab'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

type Source = (typeof bakedProtocols)[number]
type Records = Record<Source, ScenarioRecord>

const published = ['poco@5.5.0', 'poco@6.1.0'] as const
const expectations = {
  'poco@5.5.0': readExpectations(keptExpectations('poco@5.5.0')!),
  'poco@6.1.0': readExpectations(keptExpectations('poco@6.1.0')!),
}
const unused = new Set(Object.values(expectations).flat())
const count = modes.flatMap((mode) => scenariosOf(mode)).length
const seen: Record<Mode, Records[]> = { native: [], token: [] }
const isComplete = () => modes.flatMap((mode) => seen[mode]).length === count

describe.each(modes)('with a %s escrow', (mode) => {
  describe.each(scenariosOf(mode))('$name', (scenario) => {
    let records: Records
    beforeAll(async () => {
      records = await runEverywhere(scenario, mode)
      seen[mode].push(records)
    })

    test('passes on builtin', () => {
      const { status, reason, steps } = records.builtin
      expect([status, reason]).toEqual(['completed', undefined])
      expect(steps.filter((step) => step.kind === 'check' && !holds(step))).toEqual([])
      expect(steps.length).toBeGreaterThan(0)
    })

    test.each(published)(
      'goes on %s as on builtin, but for what is known to differ',
      (protocol) => {
        const differences = diffRecords(
          run('builtin', mode, [records.builtin]),
          run(protocol, mode, [records[protocol]]),
        )
        const judged = judge(differences, expectations[protocol])
        expect(judged.unexpected).toEqual([])
        for (const used of expectations[protocol].filter((one) => !judged.unused.includes(one)))
          unused.delete(used)
      },
    )
  })
})

describe('gas', () => {
  const compare = (mode: Mode) =>
    compareGas(
      run(
        'poco@6.1.0',
        mode,
        seen[mode].map((one) => one['poco@6.1.0']),
      ),
      run(
        'builtin',
        mode,
        seen[mode].map((one) => one.builtin),
      ),
    )

  test.for(modes)(
    'of no function for clients is above that of 6.1.0 with a %s escrow',
    (mode, { skip }) => {
      if (!isComplete()) skip('not all scenarios were run')
      const { functions } = compare(mode)
      expect(functions.length).toBeGreaterThan(40)
      expect(functions.filter((row) => isForClients(row) && row.candidate > row.baseline)).toEqual(
        [],
      )
    },
  )

  test('equals docs/gas.md; after an intended change, run "node scripts/gas-page.ts"', ({
    skip,
  }) => {
    if (!isComplete()) skip('not all scenarios were run')
    const page = readFileSync(new URL('../../docs/gas.md', import.meta.url), 'utf8')
    expect(gasPage({ native: compare('native'), token: compare('token') })).toBe(page)
  })
})

// Not a test: only all of the others together can tell.
afterAll(() => {
  if (isComplete()) expect([...unused], 'expected differences that do not exist').toEqual([])
})

/** Runs a scenario on every source at once, each on a chain of its own. */
async function runEverywhere(scenario: Scenario, mode: Mode): Promise<Records> {
  const records = await Promise.all(
    bakedProtocols.map((source) => runScenario(scenario, source, mode)),
  )
  return Object.fromEntries(bakedProtocols.map((source, i) => [source, records[i]])) as Records
}

function run(source: Run['source'], mode: Mode, records: ScenarioRecord[]): Run {
  return { source, mode, records }
}

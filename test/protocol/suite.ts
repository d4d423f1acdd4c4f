import { readFileSync } from 'node:fs'
import {
  compareGas,
  diffRecords,
  type GasComparison,
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
  type ScenarioRecord,
  scenariosOf,
} from '@iexec-sim/lab'
import { afterAll, describe, expect, test } from 'vitest'

type Published = 'poco@5.5.0' | 'poco@6.1.0'

const count = modes.flatMap((mode) => scenariosOf(mode)).length

/** Every scenario with either escrow, on the protocol of this project: it goes as the scenario says. */
export function describeBuiltin(): void {
  describe.each(modes)('with a %s escrow', (mode) => {
    test.each(scenariosOf(mode))('$name', async (scenario) => {
      const { status, reason, steps } = await runScenario(scenario, 'builtin', mode)
      expect([status, reason]).toEqual(['completed', undefined])
      expect(steps.filter((step) => step.kind === 'check' && !holds(step))).toEqual([])
      expect(steps.length).toBeGreaterThan(0)
    })
  })
}

/**
 * Every scenario with either escrow, on a published protocol: it goes as on ours, but for what is known to differ. Where
 * the page of gas tells of that protocol, it tells what was seen here.
 */
export function describePublished(protocol: Published): void {
  const expectations = readExpectations(keptExpectations(protocol))
  const unused = new Set(expectations)
  const ours = { native: [], token: [] } as Record<Mode, ScenarioRecord[]>
  const theirs = { native: [], token: [] } as Record<Mode, ScenarioRecord[]>
  const all = () => modes.flatMap((mode) => theirs[mode]).length === count

  describe.each(modes)('with a %s escrow', (mode) => {
    test.each(scenariosOf(mode))('$name', async (scenario) => {
      const [own, published] = [
        await runScenario(scenario, 'builtin', mode),
        await runScenario(scenario, protocol, mode),
      ]
      const differences = diffRecords(run('builtin', mode, [own]), run(protocol, mode, [published]))
      const judged = judge(differences, expectations)
      expect(judged.unexpected).toEqual([])
      for (const used of expectations.filter((one) => !judged.unused.includes(one))) unused.delete(used)
      ours[mode].push(own)
      theirs[mode].push(published)
    })
  })

  if (protocol === 'poco@6.1.0') {
    const compare = (mode: Mode) => compareGas(run(protocol, mode, theirs[mode]), run('builtin', mode, ours[mode]))
    describe('gas', () => describeGas(all, compare))
  }

  // Not a test: only all of the others together can tell.
  afterAll(() => {
    if (all()) expect([...unused], 'expected differences that do not exist').toEqual([])
  })
}

const run = (source: Run['source'], mode: Mode, records: ScenarioRecord[]): Run => ({ source, mode, records })

function describeGas(all: () => boolean, compare: (mode: Mode) => GasComparison): void {
  test.for(modes)('of no function for clients is above that of 6.1.0 with a %s escrow', (mode, { skip }) => {
    if (!all()) skip('not all scenarios were run')
    const { functions } = compare(mode)
    expect(functions.length).toBeGreaterThan(40)
    expect(functions.filter((row) => isForClients(row) && row.candidate > row.baseline)).toEqual([])
  })

  test('is what docs/gas.md says; if the change is meant, run "node scripts/gas-page.ts"', ({ skip }) => {
    if (!all()) skip('not all scenarios were run')
    const page = readFileSync(new URL('../../docs/gas.md', import.meta.url), 'utf8')
    expect(gasPage({ native: compare('native'), token: compare('token') })).toBe(page)
  })
}

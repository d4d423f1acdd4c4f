import {
  diffRecords,
  holds,
  judge,
  keptExpectations,
  modes,
  type Run,
  readExpectations,
  runScenario,
  scenariosOf,
} from '@iexec-sim/lab'
import { afterAll, describe, expect, test } from 'vitest'

type Published = 'poco@5.5.0' | 'poco@6.1.0'

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

/** Every scenario with either escrow, on a published protocol: it goes as on ours, but for what is known to differ. */
export function describePublished(protocol: Published): void {
  const expectations = readExpectations(keptExpectations(protocol))
  const unused = new Set(expectations)
  let ran = 0

  describe.each(modes)('with a %s escrow', (mode) => {
    test.each(scenariosOf(mode))('$name', async (scenario) => {
      const run = async (source: Published | 'builtin'): Promise<Run> => ({
        source,
        mode,
        records: [await runScenario(scenario, source, mode)],
      })
      const differences = diffRecords(await run('builtin'), await run(protocol))
      const judged = judge(differences, expectations)
      expect(judged.unexpected).toEqual([])
      for (const used of expectations.filter((one) => !judged.unused.includes(one))) unused.delete(used)
      ran += 1
    })
  })

  // Not a test: only all of the others together can tell.
  afterAll(() => {
    if (ran < modes.flatMap((mode) => scenariosOf(mode)).length) return
    expect([...unused], 'expected differences that do not exist').toEqual([])
  })
}

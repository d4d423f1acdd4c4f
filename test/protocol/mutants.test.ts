import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Genesis } from '@iexec-sim/contracts'
import { genesisFor, holds, type Mode, modes, runScenario, scenariosOf } from '@iexec-sim/lab'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildChanged } from './support/changed-contracts.ts'
import { changeOf, type Mutant, mutants, switchOf } from './support/mutants.ts'

// Minutes of compiling: "pnpm test:mutants" asks for it.
describe.runIf(process.env.IEXEC_SIM_MUTANTS)('a small change of the contracts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'iexec-sim-mutants-'))
  const survivors: string[] = []
  let together: Record<Mode, Genesis>
  let source: { folder: string }
  beforeAll(async () => {
    source = { folder: build('together', ...mutants.filter(({ alone }) => !alone)) }
    together = {
      native: await genesisFor(source, 'native'),
      token: await genesisFor(source, 'token'),
    }
  }, 900_000)
  afterAll(() => {
    console.log(
      `${mutants.length - survivors.length} of ${mutants.length} mutants are noticed.`,
      survivors,
    )
    rmSync(folder, { recursive: true })
  })

  function build(name: string, ...changed: readonly Mutant[]): string {
    mkdirSync(join(folder, name))
    return buildChanged(join(folder, name), ...changed.map(changeOf))
  }

  /**
   * Whether a scenario does not go as it should, on contracts with these accounts in the genesis.
   */
  async function isNoticed(mutant: Mutant, isOn: boolean): Promise<boolean> {
    const own = mutant.alone && { folder: build(mutant.name.replaceAll(' ', '-'), mutant) }
    for (const mode of modes) {
      const { accounts, ...genesis } = together[mode]
      const switched = isOn
        ? [...accounts, { address: switchOf(mutant), storage: {}, balance: '1' }]
        : accounts
      for (const scenario of scenariosOf(mode, mutant.scenarios)) {
        const record = await runScenario(
          scenario,
          own || source,
          mode,
          own ? undefined : { ...genesis, accounts: switched },
        )
        if (
          record.status === 'stopped' ||
          record.steps.some((step) => step.kind === 'check' && !holds(step))
        )
          return true
      }
    }
    return false
  }

  test('that is switched off is not noticed', { timeout: 300_000 }, async () => {
    const oneOfEach = new Map(
      mutants.filter(({ alone }) => !alone).map((mutant) => [mutant.scenarios, mutant]),
    )
    for (const mutant of oneOfEach.values())
      expect([mutant.name, await isNoticed(mutant, false)]).toEqual([mutant.name, false])
  })

  test.each(mutants)('is noticed: $name', { timeout: 600_000 }, async (mutant) => {
    survivors.push(mutant.name)
    expect(await isNoticed(mutant, true)).toBe(true)
    survivors.pop()
  })
})

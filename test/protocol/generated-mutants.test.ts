import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Genesis } from '@iexec-sim/contracts'
import { holds, type Mode, modes, runScenario, type Scenario, scenariosOf } from '@iexec-sim/lab'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allMutants, type GeneratedMutant, sample } from './support/generated-mutants.ts'
import { bakeMutants, buildMutants, type MutantBuild, switchAt } from './support/mutant-build.ts'

const {
  IEXEC_SIM_MUTANTS: isWanted,
  IEXEC_SIM_MUTANT_SAMPLE: size = '60',
  IEXEC_SIM_MUTANT_SEED: seed = '1',
} = process.env
/** Milliseconds the sample may take; what is not judged by then is not counted. */
const BUDGET = Number(process.env.IEXEC_SIM_MUTANT_MINUTES ?? 30) * 60_000

/** Survivors that change nothing a scenario on such a build could see, with the reason. */
const equivalent: readonly { file: string; statement: string; changed: string; why: string }[] =
  JSON.parse(readFileSync(new URL('equivalent-mutants.json', import.meta.url), 'utf8'))
const isEquivalent = (mutant: GeneratedMutant) =>
  equivalent.some((one) =>
    (['file', 'statement', 'changed'] as const).every((key) => one[key] === mutant[key]),
  )
const nameOf = ({ file, operator, statement, changed }: GeneratedMutant) =>
  `${file}, ${operator}: ${statement}${changed && ` -> ${changed}`}`.replace(/\s+/g, ' ')

// Minutes of compiling and running: "pnpm test:mutants" asks for it.
describe.runIf(isWanted)('a sample of small changes of the contracts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'iexec-sim-sample-'))
  let build: MutantBuild
  const genesis = {} as Record<Mode, Genesis>
  const scenarios: { mode: Mode; scenario: Scenario }[] = []
  beforeAll(async () => {
    const all = allMutants(fileURLToPath(new URL('../../contracts/contracts', import.meta.url)))
    const places = new Map(
      sample(all, all.length, Number(seed)).map((one) => [`${one.file} ${one.at}`, one]),
    )
    build = buildMutants(folder, [...places.values()].slice(0, Number(size)))
    for (const mode of modes) {
      genesis[mode] = await bakeMutants(build.source, mode)
      // One that bakes a genesis of its own, or counts gas, does not go on such contracts.
      for (const scenario of scenariosOf(mode))
        if (!scenario.plan && !(await isNoticed({ mode, scenario })))
          scenarios.push({ mode, scenario })
    }
  }, 1_200_000)
  afterAll(() => rmSync(folder, { recursive: true }))

  /** Whether a scenario does not go as it should, with one mutant on or none. */
  async function isNoticed(
    { mode, scenario }: (typeof scenarios)[number],
    index?: number,
  ): Promise<boolean> {
    const { accounts } = genesis[mode]
    const on = index === undefined ? [] : [{ address: switchAt(index), storage: {}, balance: '1' }]
    const started = { ...genesis[mode], accounts: [...accounts, ...on] }
    const { status, steps } = await runScenario(scenario, build.source, mode, started)
    return status === 'stopped' || steps.some((step) => step.kind === 'check' && !holds(step))
  }

  async function isKilled(index: number): Promise<boolean> {
    for (const one of scenarios) if (await isNoticed(one, index)) return true
    return false
  }

  test('is noticed by scenarios, except for known equivalents', {
    timeout: BUDGET + 300_000,
  }, async () => {
    const end = Date.now() + BUDGET
    const survivors: GeneratedMutant[] = []
    let judged = 0
    for (const [index, mutant] of build.mutants.entries()) {
      if (Date.now() > end) break
      judged += 1
      if (await isKilled(index)) continue
      survivors.push(mutant)
      console.log(`${isEquivalent(mutant) ? 'equivalent' : 'not noticed'}: ${nameOf(mutant)}`)
    }
    const told = survivors.filter((one) => !isEquivalent(one)).map(nameOf)
    const same = survivors.length - told.length
    console.log(
      `${judged - survivors.length} of ${judged - same} mutants noticed, ${same} equivalent (seed ${seed}).`,
    )
    expect(told).toEqual([])
  })
})

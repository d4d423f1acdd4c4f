import { SimError } from '@iexec-sim/base'
import type { Genesis } from '@iexec-sim/contracts'
import { genesisOf, type ProtocolSource, sourceName } from '@iexec-sim/contracts/sources'
import type { Mode, Run, ScenarioRecord } from './record.ts'
import type { Scenario } from './scenario.ts'
import { scenarios } from './scenarios/index.ts'
import { profileOf } from './world/lab-chain.ts'
import { World } from './world/world.ts'

/** How scenarios are run. */
export interface RunOptions {
  /** Where contracts of a folder are kept once they are baked. */
  readonly cacheDir?: string | undefined
  /** What the source was baked to, by {@link genesisFor}. @default baked anew */
  readonly genesis?: Genesis | undefined
  /** Told of every scenario when it is through. */
  readonly onRecord?: ((record: ScenarioRecord) => void) | undefined
}

/** The scenarios that mean anything in a mode and whose name contains a text. */
export const scenariosOf = (mode: Mode, filter = ''): Scenario[] =>
  scenarios.filter(({ name, modes }) => (modes ?? [mode]).includes(mode) && name.includes(filter))

/** What the scenarios of a mode start from. Throws where the source makes no network. */
export const genesisFor = (
  source: ProtocolSource,
  mode: Mode,
  cacheDir?: string,
): Promise<Genesis> => genesisOf(profileOf[mode], source, { cacheDir })

/**
 * Runs the scenarios of a mode on a protocol, each on a chain of its own.
 *
 * @throws SimError `SCENARIO_UNKNOWN`, or where the source makes no network; what a scenario runs
 * into is in its record.
 */
export async function runScenarios(
  source: ProtocolSource,
  mode: Mode,
  filter?: string,
  { cacheDir, genesis: baked, onRecord }: RunOptions = {},
): Promise<Run> {
  const chosen = scenariosOf(mode, filter)
  if (chosen.length === 0) throw new SimError('SCENARIO_UNKNOWN', { filter: filter ?? '' })
  const genesis = baked ?? (await genesisFor(source, mode, cacheDir))
  const records: ScenarioRecord[] = []
  for (const scenario of chosen) {
    const record = await runScenario(scenario, source, mode, genesis)
    records.push(record)
    onRecord?.(record)
  }
  return { source: sourceName(source), mode, records }
}

/**
 * Runs one scenario on a protocol, on a chain of its own. Who runs many reads the genesis of the
 * source once.
 */
export async function runScenario(
  { name, funded, plan, run }: Scenario,
  source: ProtocolSource,
  mode: Mode,
  genesis?: Genesis,
): Promise<ScenarioRecord> {
  await using world = await World.open({ source, mode, genesis, ...(plan && { plan }) }, funded)
  try {
    await run(world)
    return { name, status: 'completed', steps: world.steps }
  } catch (error) {
    return { name, status: 'stopped', reason: (error as Error).message, steps: world.steps }
  }
}

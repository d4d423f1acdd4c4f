import { SimError } from '@iexec-sim/base'
import type { Genesis } from '@iexec-sim/contracts'
import { genesisOf, type ProtocolSource, sourceName } from '@iexec-sim/contracts/sources'
import type { Mode, Run, ScenarioRecord } from './record.ts'
import type { Scenario } from './scenario.ts'
import { scenarios } from './scenarios/index.ts'
import { profileOf } from './world/lab-chain.ts'
import { World } from './world/world.ts'

/** Options of a run. */
export interface RunOptions {
  /** Folder that caches the baked genesis of a contracts folder. */
  readonly cacheDir?: string | undefined
  /** Genesis of the source, by {@link genesisFor}. @default baked again */
  readonly genesis?: Genesis | undefined
  /** Told of every scenario once it has run. */
  readonly onRecord?: ((record: ScenarioRecord) => void) | undefined
}

/** The scenarios that apply to a mode and whose name contains a text. */
export const scenariosOf = (mode: Mode, filter = ''): Scenario[] =>
  scenarios.filter(({ name, modes }) => (modes ?? [mode]).includes(mode) && name.includes(filter))

/**
 * Genesis that the scenarios of a mode start from. Throws if no network can be made of the source.
 */
export const genesisFor = (
  source: ProtocolSource,
  mode: Mode,
  cacheDir?: string,
): Promise<Genesis> => genesisOf(profileOf[mode], source, { cacheDir })

/**
 * Runs the scenarios of a mode on a protocol, each on a chain of its own.
 *
 * @throws SimError `SCENARIO_UNKNOWN`, or if no network can be made of the source; errors of a
 * scenario are in its record.
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
 * Runs one scenario on a protocol, on a chain of its own. To run many, read the genesis of the
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

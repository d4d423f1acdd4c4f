import type { Mode } from './record.ts'
import type { Role } from './world/accounts.ts'
import type { LabChainOptions } from './world/lab-chain.ts'
import type { World } from './world/world.ts'

/** Calls of a protocol and their expected effects, the same for every protocol. */
export interface Scenario {
  /** Unique: a group, a colon, and a plain fact. */
  readonly name: string
  /** Modes it applies to. @default both */
  readonly modes?: readonly Mode[]
  /** Roles with 1000 nRLC in the escrow. @default all roles that have to lock some */
  readonly funded?: readonly Role[]
  /** Changes of the genesis plan. */
  readonly plan?: LabChainOptions['plan']
  /** Plays the scenario. */
  run(world: World): Promise<void>
}

/** Makes scenarios of one mode in which only these roles have 1000 nRLC in the escrow. */
export const inMode =
  (mode: Mode, ...funded: readonly Role[]) =>
  (name: string, run: Scenario['run']): Scenario => ({ name, modes: [mode], funded, run })

/** Puts a group's name in front of its scenarios. */
export const group = (name: string, scenarios: readonly Scenario[]): Scenario[] =>
  scenarios.map((scenario) => ({ ...scenario, name: `${name}: ${scenario.name}` }))

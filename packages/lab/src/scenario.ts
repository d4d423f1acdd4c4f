import type { Mode } from './record.ts'
import type { Role } from './world/accounts.ts'
import type { LabChainOptions } from './world/lab-chain.ts'
import type { World } from './world/world.ts'

/**
 * Something that is done with a protocol, and what should come of it. It says nothing of which
 * protocol.
 */
export interface Scenario {
  /** Unique: a group, a colon, and a plain fact. */
  readonly name: string
  /** Modes in which it means anything. @default both */
  readonly modes?: readonly Mode[]
  /** Who has 1000 nRLC in the escrow. @default everybody who has to lock some */
  readonly funded?: readonly Role[]
  /** What is different about the chain. */
  readonly plan?: LabChainOptions['plan']
  /** Plays the scenario. */
  run(world: World): Promise<void>
}

/** Puts a group's name in front of its scenarios. */
export const group = (name: string, scenarios: readonly Scenario[]): Scenario[] =>
  scenarios.map((scenario) => ({ ...scenario, name: `${name}: ${scenario.name}` }))

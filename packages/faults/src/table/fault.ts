import type { Static } from 'typebox'
import type { FAULT_SCHEMAS } from './fault-schema.ts'

/** An HTTP route of a service fails. */
export type HttpFault = Static<typeof FAULT_SCHEMAS.http>

/** Trouble of a route, in place of its work or before it. */
export type HttpTrouble = HttpFault['does']

/** The chain mines transactions late, in another order, or has them revert. */
export type ChainFault = Static<typeof FAULT_SCHEMAS.chain> & { does: ChainTrouble }

/** Trouble of the chain with transactions: exactly one. */
export type ChainTrouble = { revert: true } | { delayMs: number } | { reorder: number }

/** A stage of a task fails on a worker. */
export type StageFault = Static<typeof FAULT_SCHEMAS.stage>

/** A service's clock is wrong. */
export type ClockFault = Static<typeof FAULT_SCHEMAS.clock>

/** Something that goes wrong on purpose. */
export type Fault = HttpFault | ChainFault | StageFault | ClockFault

/** When a fault strikes. */
export type FaultLimits = Pick<HttpFault, 'rate' | 'times'>

/** A fault that holds in a network. */
export type FaultEntry = Fault & {
  /** Number it can be taken back by. */
  id: number
  /** Number of strikes so far. */
  struck: number
}

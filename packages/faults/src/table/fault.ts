import type { DealId, ReplicateCause, ServicePort, TaskId } from '@iexec-sim/protocol'
import type { WorkerName } from '../misbehaviour/misbehaviour.ts'
import type { Trouble, WorkerStage } from './stages.ts'

/** A service whose HTTP routes can fail: all but the control door. */
export type FaultyService = Exclude<ServicePort, 'control'>

/** When a fault strikes. */
export interface FaultLimits {
  /** How many of the occasions it strikes at, from 0 to 1; drawn from a seed, so that runs repeat. @default 1 */
  rate?: number
  /** How often it strikes before it is gone. @default for ever */
  times?: number
}

/** What a route does in place of its work, or before it. */
export interface HttpTrouble {
  /** Milliseconds before anything else happens. */
  delayMs?: number
  /** Answers this status, with an error body of the service's own form, and does nothing. */
  status?: number
  /** Ends the connection without an answer. */
  drop?: true
}

/** An HTTP route of a service fails. */
export interface HttpFault extends FaultLimits {
  on: 'http'
  service: FaultyService
  /** The route's pattern, such as `/tasks/:taskId`. @default every route of the service */
  route?: string
  /** HTTP method. @default any */
  method?: string
  does: HttpTrouble
}

/** What the chain does with transactions. */
export type ChainTrouble =
  /** Mines the transaction, which reverts, without a reason: as when somebody else was faster. */
  | { revert: true }
  /** Answers the transaction's hash at once and mines it so many milliseconds later. */
  | { delayMs: number }
  /** Holds so many transactions back, then mines the last one first; those of one sender keep their order. */
  | { reorder: number }

/** The chain mines transactions late, in another order, or has them revert. */
export interface ChainFault extends FaultLimits {
  on: 'chain'
  does: ChainTrouble
}

/** What a stage of a task can be made to fail with: a cause of the real network, or something that goes wrong on a machine. */
export type FaultCause = ReplicateCause | Trouble

/** A stage of a task fails on a worker. */
export interface StageFault extends FaultLimits {
  on: 'stage'
  /** What it fails with. */
  cause: FaultCause
  /** @default the first stage to come at which this cause can occur */
  stage?: WorkerStage
  /** @default any worker */
  worker?: WorkerName
  /** @default every task */
  task?: TaskId
  /** @default every deal */
  deal?: DealId
}

/** Who has a clock of its own that can be wrong. */
export type ClockOwner =
  | `sms-${string}`
  | `provisioning-${string}`
  | 'market'
  | 'result-proxy'
  | 'workerpool'
  | WorkerName

/** A service's clock is wrong. */
export interface ClockFault {
  on: 'clock'
  service: ClockOwner
  /** Milliseconds it is ahead of the network's clock; behind when below 0. */
  driftMs: number
}

/** Something that goes wrong on purpose. */
export type Fault = HttpFault | ChainFault | StageFault | ClockFault

/** A fault that holds in a network. */
export type FaultEntry = Fault & {
  /** Number it can be taken back by. */
  id: number
  /** How often it has struck. */
  struck: number
}

import type { DealId, ReplicateCause, ServicePort, TaskId } from '@iexec-sim/protocol'
import type { WorkerName } from '../misbehaviour/misbehaviour.ts'
import type { Trouble, WorkerStage } from './stages.ts'

/** A service whose HTTP routes can fail: all but the control door. */
export type FaultyService = Exclude<ServicePort, 'control'>

/** Limits of a fault. */
export interface FaultLimits {
  /**
   * Share of the occasions at which it strikes, from 0 to 1; drawn from a seed, so that runs
   * repeat. @default 1
   */
  rate?: number
  /** Number of strikes after which it is removed. @default unlimited */
  times?: number
}

/** Trouble of a route, in place of its work or before it. */
export interface HttpTrouble {
  /** Milliseconds before anything else happens. */
  delayMs?: number
  /** Answers this status, with an error body of the service's own form, and does nothing. */
  status?: number
  /** Ends the connection without a response. */
  drop?: true
}

/** An HTTP route of a service fails. */
export interface HttpFault extends FaultLimits {
  /** Kind of the fault. */
  on: 'http'
  /** Service whose routes fail. */
  service: FaultyService
  /** The route's pattern, such as `/tasks/:taskId`. @default every route of the service */
  route?: string
  /** HTTP method. @default any */
  method?: string
  /** Effect on a request. */
  does: HttpTrouble
}

/** Trouble of the chain with transactions. */
export type ChainTrouble =
  /**
   * Mines the transaction, which reverts without a reason, as when another transaction was faster.
   */
  | { revert: true }
  /** Returns the transaction's hash at once and mines it this many ms later. */
  | { delayMs: number }
  /**
   * Holds this many transactions back, then mines the last one first; those of one sender keep
   * their order.
   */
  | { reorder: number }

/** The chain mines transactions late, in another order, or has them revert. */
export interface ChainFault extends FaultLimits {
  /** Kind of the fault. */
  on: 'chain'
  /** Effect on transactions. */
  does: ChainTrouble
}

/** Possible fault of a task's stage: a cause of the real network, or trouble on a machine. */
export type FaultCause = ReplicateCause | Trouble

/** A stage of a task fails on a worker. */
export interface StageFault extends FaultLimits {
  /** Kind of the fault. */
  on: 'stage'
  /** Its fault. */
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

/** Services with a clock of their own that can be wrong. */
export type ClockOwner =
  | `sms-${string}`
  | `provisioning-${string}`
  | 'market'
  | 'result-proxy'
  | 'workerpool'
  | WorkerName

/** A service's clock is wrong. */
export interface ClockFault {
  /** Kind of the fault. */
  on: 'clock'
  /** Service whose clock is wrong. */
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
  /** Number of strikes so far. */
  struck: number
}

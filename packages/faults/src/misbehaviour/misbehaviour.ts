import type { DealId, TaskId } from '@iexec-sim/protocol'

/** Ways a worker can misbehave on purpose, for whoever wants to see what the protocol does about it. */
export const WORKER_MISBEHAVIOURS = [
  'wrong-digest',
  'never-reveals',
  'reveals-late',
  'goes-offline',
  'contributes-twice',
  'too-little-stake',
] as const
/** A way a worker misbehaves. */
export type WorkerMisbehaviour = (typeof WORKER_MISBEHAVIOURS)[number]

/** Ways the debug pool's scheduler can misbehave on purpose. */
export const SCHEDULER_MISBEHAVIOURS = ['never-finalizes', 'authorizes-unknown-worker'] as const
/** A way the scheduler misbehaves. */
export type SchedulerMisbehaviour = (typeof SCHEDULER_MISBEHAVIOURS)[number]

/** A way somebody misbehaves. */
export type Misbehaviour = WorkerMisbehaviour | SchedulerMisbehaviour

/** Who can be told to misbehave: a worker by its name, or the scheduler. */
export type WorkerName = `worker-${number}`
/** The scheduler as an actor. */
export const SCHEDULER = 'scheduler'

/** Who misbehaves in every task. */
export interface Misbehaviours {
  readonly [worker: WorkerName]: WorkerMisbehaviour
  readonly [SCHEDULER]?: SchedulerMisbehaviour
}

/** Which tasks a misbehaviour is for: those of a deal, one task, or all where neither is said. */
export interface MisbehaviourScope {
  deal?: DealId
  task?: TaskId
}

/** That somebody misbehaves, and in which tasks. */
export interface MisbehaviourEntry extends MisbehaviourScope {
  /** `worker-1` and so on, or `scheduler`. */
  actor: string
  does: Misbehaviour
}

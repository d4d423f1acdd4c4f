import type { DealId, TaskId } from '@iexec-sim/protocol'

/** Deliberate misbehaviours of a worker, for observing how the protocol reacts. */
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

/** A misbehaviour. */
export type Misbehaviour = WorkerMisbehaviour | SchedulerMisbehaviour

/** An actor that can misbehave: a worker by its name, or the scheduler. */
export type WorkerName = `worker-${number}`
/** The scheduler as an actor. */
export const SCHEDULER = 'scheduler'

/** Misbehaviours in every task, by actor. */
export interface Misbehaviours {
  readonly [worker: WorkerName]: WorkerMisbehaviour
  readonly [SCHEDULER]?: SchedulerMisbehaviour
}

/** Tasks of a misbehaviour: those of a deal, one task, or all without either. */
export interface MisbehaviourScope {
  /** Deal whose tasks it applies to. */
  deal?: DealId
  /** Task it applies to. */
  task?: TaskId
}

/** A misbehaviour of an actor, and its tasks. */
export interface MisbehaviourEntry extends MisbehaviourScope {
  /** `worker-1` and so on, or `scheduler`. */
  actor: string
  /** The misbehaviour. */
  does: Misbehaviour
}

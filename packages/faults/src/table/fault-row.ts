import type { Generation, ReplicateCause } from '@iexec-sim/protocol'
import type { FaultCause } from './fault-names.ts'
import type { WorkerStage } from './stages.ts'

/** Property that a task needs for a cause to occur. */
export type TaskNeed = 'tee' | 'enclave' | 'standard' | 'dataset' | 'input-files'

/**
 * Place where it is caused: in the worker's surroundings, in the session that the SMS deposits, or
 * in the Docker engine.
 */
export type FaultMaker = 'worker' | 'sms' | 'engine'

/** Occurrence of a cause at some stages. */
export interface FaultRow {
  /** The cause. */
  cause: FaultCause
  /** Stages at which it can occur, the usual one first. */
  stages: readonly WorkerStage[]
  /** Properties a task must have for the cause to occur. */
  needs: readonly TaskNeed[]
  /** Part of the code that raises it. */
  maker: FaultMaker
  /** `made`: its real condition is created. `raised`: the stage just ends with it. */
  how: 'made' | 'raised'
  /** The condition that is created, or why the cause can only be raised. */
  by: string
  /** The cause the network sees, where it is another one. */
  shows?: ReplicateCause
  /** The one generation that has it. @default both */
  generation?: Generation
}

/** A cause of the list that nothing in the network ever gives, and why. */
export interface NeverRow {
  /** The cause. */
  cause: ReplicateCause
  /** Why the cause cannot occur, as the end of a sentence. */
  why: string
  /** The one generation that has it. @default both */
  generation?: Generation
}

type Rest = Partial<Pick<FaultRow, 'needs' | 'maker' | 'shows' | 'generation'>>

/** A row whose condition is made. */
export const made = (
  cause: FaultCause,
  stages: readonly WorkerStage[],
  by: string,
  rest: Rest = {},
): FaultRow => ({
  cause,
  stages,
  needs: [],
  maker: 'worker',
  how: 'made',
  by,
  ...rest,
})

/** A row whose cause is raised. */
export const raised = (
  cause: FaultCause,
  stages: readonly WorkerStage[],
  by: string,
  rest: Rest = {},
): FaultRow => ({
  ...made(cause, stages, by, rest),
  how: 'raised',
})

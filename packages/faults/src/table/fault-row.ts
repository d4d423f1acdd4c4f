import type { Generation, ReplicateCause } from '@iexec-sim/protocol'
import type { FaultCause } from './fault.ts'
import type { WorkerStage } from './stages.ts'

/** What a task has to be or to have, so that a cause can occur in it. */
export type TaskNeed = 'tee' | 'enclave' | 'standard' | 'dataset' | 'input-files'

/** Who makes it happen: the worker's own surroundings, the session that the SMS deposits, or the Docker engine. */
export type FaultMaker = 'worker' | 'sms' | 'engine'

/** How a cause comes about at some stages. */
export interface FaultRow {
  cause: FaultCause
  /** Stages it can come about at, the usual one first. */
  stages: readonly WorkerStage[]
  needs: readonly TaskNeed[]
  maker: FaultMaker
  /** `made`: what leads to it in reality is made to be so. `raised`: the stage ends with it as if. */
  how: 'made' | 'raised'
  /** What is made to be so, or why it can only be raised. */
  by: string
  /** The cause the network sees, where it is another one. */
  shows?: ReplicateCause
  /** The one generation that has it. @default both */
  generation?: Generation
}

/** A cause of the list that nothing in the network ever gives, and why. */
export interface NeverRow {
  cause: ReplicateCause
  /** Why the cause cannot occur, as the end of a sentence. */
  why: string
  generation?: Generation
}

type Rest = Partial<Pick<FaultRow, 'needs' | 'maker' | 'shows' | 'generation'>>

/** A row whose condition is made. */
export const made = (cause: FaultCause, stages: readonly WorkerStage[], by: string, rest: Rest = {}): FaultRow => ({
  cause,
  stages,
  needs: [],
  maker: 'worker',
  how: 'made',
  by,
  ...rest,
})

/** A row whose cause is raised. */
export const raised = (cause: FaultCause, stages: readonly WorkerStage[], by: string, rest: Rest = {}): FaultRow => ({
  ...made(cause, stages, by, rest),
  how: 'raised',
})

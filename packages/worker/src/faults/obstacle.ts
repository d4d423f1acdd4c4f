import type { FaultCause } from '@iexec-sim/faults'
import type { TaskRun } from '../task-run.ts'
import type { WorkerContext } from '../worker-context.ts'

/** Puts something in the way of a stage: answers the surroundings it then works in. May change the run, for this stage. */
export type Obstacle = (context: WorkerContext, run: TaskRun) => WorkerContext

/** Obstacles by what they lead to. */
export type Obstacles = Partial<Record<FaultCause, Obstacle>>

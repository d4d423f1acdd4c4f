import type { FaultCause } from '@iexec-sim/faults'
import type { TaskRun } from '../task-run.ts'
import type { WorkerContext } from '../worker-context.ts'

/** Obstructs a stage: returns the context it then works in. May change the run for this stage. */
export type Obstacle = (context: WorkerContext, run: TaskRun) => WorkerContext

/** Obstacles by what they lead to. */
export type Obstacles = Partial<Record<FaultCause, Obstacle>>

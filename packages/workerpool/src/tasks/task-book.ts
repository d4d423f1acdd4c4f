import type { Address, TaskId } from '@iexec-sim/protocol'
import type { Task } from '../model.ts'

/** The tasks of a pool, for those who look at it from within its process. */
export interface TaskBook {
  /** Every task, in the order in which the pool took them up. */
  all(): readonly Task[]
  /** A task by its id. */
  get(taskId: TaskId): Task | undefined
  /** Has a listener called with each task that changes; returns what ends that. */
  listen(listener: (task: Task) => void): () => void
  /** The workers that listen to the scheduler now. */
  workersAlive(): Address[]
}

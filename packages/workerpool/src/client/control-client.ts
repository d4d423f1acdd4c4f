import { ask } from '@iexec-sim/base'
import type { TaskId } from '@iexec-sim/protocol'
import type { TaskDetails } from '../routes/internals.ts'

/** Revision before the first: asked for, an unknown task is waited for. */
const NOTHING_SEEN = 0

/** Reads task internals over the pool's control routes. */
export class PoolControlClient {
  readonly #url: string
  readonly #token: string

  constructor(url: string, token: string) {
    this.#url = url
    this.#token = token
  }

  /** A task with its diagnoses and logs; `undefined` when the pool does not know it. */
  async task(
    taskId: TaskId,
    seenRevision?: number,
  ): Promise<(TaskDetails & { revision: number }) | undefined> {
    const url = `${this.#url}/control/tasks/${taskId}${seenRevision === undefined ? '' : `?seen=${seenRevision}`}`
    const response = await ask(url, { authorization: `Bearer ${this.#token}`, accept: [404] })
    if (!response.ok) return undefined
    return (await response.json()) as TaskDetails & { revision: number }
  }

  /**
   * Follows a task: yields it at each change, ends when it is over or nothing more can come of it.
   */
  async *follow(taskId: TaskId): AsyncGenerator<TaskDetails> {
    let seen = NOTHING_SEEN
    for (;;) {
      const task = await this.task(taskId, seen)
      // The pool learns of a task a moment after the chain does.
      if (!task) return
      if (task.revision !== seen) yield task
      if (!task.mayStillSucceed) return
      seen = task.revision
    }
  }
}

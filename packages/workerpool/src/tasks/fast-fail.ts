import type { TaskId } from '@iexec-sim/protocol'
import { hasBeen, isOver, statusOf, type Task } from '../model.ts'
import type { PoolContext } from '../pool-context.ts'
import type { ReplicateSupply } from '../replicate-supply.ts'

type SkipTo = NonNullable<PoolContext['skipTo']>

/** Key under which one end is brought about at a time; no task has it. */
const KEY = 'fast-fail'

/**
 * Ends tasks that can no longer succeed: once no other task is under way, the network's clock is
 * moved to their final deadline and they are claimed, so that the chain calls them failed at once.
 */
export class FastFail {
  readonly #context: PoolContext
  readonly #supply: ReplicateSupply
  readonly #skipTo: SkipTo
  /** Tasks the pool gave up and the chain still waits for. */
  readonly #givenUp = new Map<TaskId, Task>()

  constructor(context: PoolContext, supply: ReplicateSupply, skipTo: SkipTo) {
    this.#context = context
    this.#supply = supply
    this.#skipTo = skipTo
  }

  /** Checks after each change of a task whether doomed tasks can be ended. */
  async consider(task: Task): Promise<void> {
    if (statusOf(task) === 'FAILED') this.#givenUp.set(task.taskId, task)
    await this.#context.queue.run(KEY, () => this.#endHopeless())
  }

  /** Drops the tasks that were given up: the chain may be another one now. */
  forget(): void {
    this.#givenUp.clear()
  }

  async #endHopeless(): Promise<void> {
    const { store, clock, log } = this.#context
    const waiting = store.unfinished()
    for (const task of waiting) if (!(await this.#isHopeless(task))) return
    const ended = [...this.#givenUp.values(), ...waiting]
    this.#givenUp.clear()
    if (ended.length === 0) return
    for (const task of ended) await this.#putOnChain(task)
    const deadline = Math.max(...ended.map(({ finalDeadline }) => finalDeadline))
    if (clock.now() < deadline) {
      log.info(
        { tasks: ended.map(({ taskId }) => taskId), deadline },
        'no task can still succeed: the clock is moved',
      )
      await this.#skipTo(deadline)
    }
    for (const task of ended) await this.#claim(task)
  }

  /** Whether every worker has had its try, and what they contributed makes no consensus. */
  async #isHopeless(task: Task): Promise<boolean> {
    const { replicates } = task
    const tried = replicates.every(
      (replicate) => isOver(replicate) || hasBeen(replicate, 'CONTRIBUTED'),
    )
    if (!['INITIALIZED', 'RUNNING'].includes(statusOf(task)) || replicates.length === 0 || !tried)
      return false
    if (this.#supply.mayStillBeGiven(task)) return false
    return (await this.#context.chain.viewTask(task.taskId))?.status === 'ACTIVE'
  }

  /** Only a task the chain knows can be claimed. */
  async #putOnChain({ taskId, dealId, index }: Task): Promise<void> {
    const { chain, writer, log } = this.#context
    const onchain = await chain.viewTask(taskId)
    if (onchain && onchain.status !== 'UNSET') return
    await writer
      .initialize(dealId, BigInt(index))
      .catch((error: Error) =>
        log.warn({ taskId, reason: error.message }, 'task could not be initialised'),
      )
  }

  async #claim({ taskId }: Task): Promise<void> {
    const { chain, writer, log } = this.#context
    const status = (await chain.viewTask(taskId))?.status
    if (status !== 'ACTIVE' && status !== 'REVEALING') return
    await writer
      .claim(taskId)
      .catch((error: Error) =>
        log.warn({ taskId, reason: error.message }, 'task could not be claimed'),
      )
  }
}

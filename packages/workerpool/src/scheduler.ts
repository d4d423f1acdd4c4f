import type { Timer } from '@iexec-sim/base'
import { type Address, type DealId, isFinalTaskStatus, type TaskId } from '@iexec-sim/protocol'
import { hasBeen, isOver, replicateOf, replicateStatus, statusOf, type Task } from './model.ts'
import type { PoolContext } from './pool-context.ts'
import { ReplicateSupply } from './replicate-supply.ts'
import { ReplicateUpdates, type ReportAnswer, type StatusReport } from './replicate-updates.ts'
import { needsMoreContributions } from './tasks/consensus.ts'
import { FastFail } from './tasks/fast-fail.ts'
import { isDealsFault, reasonToIgnore, tasksOf } from './tasks/receive-task.ts'
import { TaskLifecycle } from './tasks/task-lifecycle.ts'

/** Time limit for an upload, from the order on, in ms. */
const UPLOAD_TIMEOUT_MS = 120_000

/**
 * Drives the deals of one workerpool from match to finalisation. Acts on events; time only bounds.
 */
export class Scheduler {
  readonly supply: ReplicateSupply
  readonly lifecycle: TaskLifecycle
  readonly #context: PoolContext
  readonly #updates: ReplicateUpdates
  /** Only where the pool may move the clock. */
  readonly #fastFail: FastFail | undefined
  /** Timers per task and purpose. */
  readonly #timers = new Map<string, Map<string, Timer>>()
  /** Whether tasks stay where they are. */
  #resting = false

  constructor(context: PoolContext) {
    this.#context = context
    this.supply = new ReplicateSupply(context)
    this.lifecycle = new TaskLifecycle(context)
    this.#updates = new ReplicateUpdates(context)
    if (context.skipTo) this.#fastFail = new FastFail(context, this.supply, context.skipTo)
  }

  /**
   * Takes up again what a former process left: its running replicates are lost, their tasks go on
   * with other workers.
   */
  resume(): void {
    this.#resting = false
    this.#context.store.purgeLogs(this.#context.clock.now())
    for (const task of this.#context.store.unfinished()) {
      for (const replicate of task.replicates)
        if (!isOver(replicate)) this.#updates.impose(task, replicate, 'WORKER_LOST')
      // Services may listen elsewhere than they did when the task came.
      const sms = task.framework && this.#context.sms[task.framework]
      if (sms) task.smsUrl = sms.url
      this.#watchDeadlines(task)
      this.#aside(task, this.#move(task))
    }
  }

  /**
   * Takes up a deal seen on chain. Seeing it again changes nothing. A deal that can't be read is
   * left alone; rejects when the chain or the database fails.
   */
  async onDeal(dealId: DealId): Promise<void> {
    try {
      await this.#takeUp(dealId)
    } catch (error) {
      if (!isDealsFault(error)) throw error
      this.#context.log.warn({ dealId, reason: (error as Error).message }, 'deal ignored')
    }
  }

  async #takeUp(dealId: DealId): Promise<void> {
    const deal = await this.#context.chain.viewDeal(dealId)
    if (!deal) return
    const ignored = await reasonToIgnore(this.#context, deal)
    if (ignored) return this.#context.log.warn({ dealId, reason: ignored }, 'deal ignored')
    for (const task of await tasksOf(this.#context, deal)) {
      if (this.#context.store.get(task.taskId)) continue
      this.#context.recorder.note({
        taskId: task.taskId,
        service: 'workerpool',
        name: 'task-received',
        facts: { dealId, index: task.index, image: task.image, trust: task.trust },
      })
      this.lifecycle.enter(task, 'RECEIVED')
      this.#watchDeadlines(task)
      this.#aside(task, this.#move(task))
    }
  }

  /** Looks at a task again, after something happened to it on chain. */
  onTaskEvent(taskId: TaskId): void {
    const task = this.#context.store.get(taskId)
    if (task) this.#aside(task, this.#move(task))
  }

  /** Takes a worker's report and moves the task on. */
  async report(task: Task, worker: Address, report: StatusReport): Promise<ReportAnswer> {
    const answer = await this.#context.queue.run(task.taskId, () =>
      this.#updates.apply(task, worker, report),
    )
    if (answer.kind === 'accepted') {
      this.lifecycle.changed(task)
      this.#aside(
        task,
        this.#move(task).then(() => this.#offerAgain(task, worker)),
      )
    }
    return answer
  }

  /**
   * Forgets a worker that went away: its replicates are lost, their tasks are offered to others.
   */
  onWorkerLost(worker: Address): void {
    if (this.#resting) return
    for (const task of this.#context.store.unfinished()) {
      const replicate = replicateOf(task, worker)
      if (!replicate || isOver(replicate)) continue
      const lost = this.#context.queue.run(task.taskId, async () =>
        this.#updates.impose(task, replicate, 'WORKER_LOST'),
      )
      this.#aside(
        task,
        lost.then(() => this.#move(task)).then(() => this.#offerAgain(task, worker)),
      )
    }
  }

  /** Resolves when the work under way for a task is done: a report may be about to move it on. */
  async settle(taskId: TaskId): Promise<void> {
    await this.#context.queue.run(taskId, async () => {})
  }

  /** Stops moving tasks, until {@link resume} if ever, and waits for those in motion. */
  async rest(): Promise<void> {
    this.#resting = true
    for (const timers of this.#timers.values()) for (const timer of timers.values()) timer.cancel()
    this.#timers.clear()
    await this.#context.queue.idle()
    this.#fastFail?.forget()
  }

  async #move(task: Task): Promise<void> {
    if (this.#resting) return
    try {
      await this.#context.queue.run(task.taskId, () => this.lifecycle.advance(task))
    } catch (error) {
      this.#logStuck(task, error)
    }
    if (!this.#resting && this.#fastFail) this.#aside(task, this.#fastFail.consider(task))
    if (!isFinalTaskStatus(statusOf(task))) return this.#watchDeadlines(task)
    this.#forgetDeadlines(task)
    if (!this.#resting) this.#context.store.purgeLogs(this.#context.clock.now())
  }

  /**
   * Lets something go on by itself: what fails there (a full disk) is logged and does not end the
   * process.
   */
  #aside(task: Task, work: Promise<void>): void {
    work.catch((error) => this.#logStuck(task, error))
  }

  #logStuck(task: Task, error: unknown): void {
    this.#context.log.error(
      { taskId: task.taskId, reason: (error as Error).message },
      'task could not be moved on',
    )
  }

  /** A worker that is free again, or a task that lost one, may mean work for another worker. */
  #offerAgain(task: Task, worker: Address): void {
    const replicate = replicateOf(task, worker)
    if (!replicate) return
    // One worker less, or one that others have to outvote.
    const undecided =
      hasBeen(replicate, 'CONTRIBUTED') && needsMoreContributions(task.replicates, task.trust)
    if (isOver(replicate) || undecided) this.#context.notifier.broadcast({ kind: 'available' })
  }

  /** Wakes a task at each of the deadlines it has by now. */
  #watchDeadlines(task: Task): void {
    const again = () => this.#aside(task, this.#move(task))
    const { contributionDeadline, finalDeadline, revealDeadline, uploadingWorker } = task
    this.#wake(task, 'contribution', contributionDeadline, again)
    this.#wake(task, 'final', finalDeadline, again)
    if (revealDeadline !== undefined) this.#wake(task, 'reveal', revealDeadline, again)
    if (statusOf(task) !== 'RESULT_UPLOADING' || uploadingWorker === undefined) return
    this.#wake(
      task,
      `upload by ${uploadingWorker}`,
      this.#context.clock.now() + UPLOAD_TIMEOUT_MS,
      () => {
        const givenUp = this.#context.queue.run(task.taskId, () =>
          this.#giveUpUpload(task, uploadingWorker),
        )
        this.#aside(task, givenUp.then(again))
      },
    )
  }

  #wake(task: Task, purpose: string, atMs: number, callback: () => void): void {
    if (this.#resting) return
    const timers = this.#timers.get(task.taskId) ?? new Map<string, Timer>()
    this.#timers.set(task.taskId, timers)
    if (!timers.has(purpose)) timers.set(purpose, this.#context.clock.at(atMs, callback))
  }

  async #giveUpUpload(task: Task, worker: Address): Promise<void> {
    const replicate = replicateOf(task, worker)
    if (
      replicate &&
      ['RESULT_UPLOAD_REQUESTED', 'RESULT_UPLOADING'].includes(replicateStatus(replicate))
    )
      this.#updates.impose(task, replicate, 'RESULT_UPLOAD_FAILED')
  }

  #forgetDeadlines(task: Task): void {
    for (const timer of this.#timers.get(task.taskId)?.values() ?? []) timer.cancel()
    this.#timers.delete(task.taskId)
  }
}

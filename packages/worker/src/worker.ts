import { mkdirSync, rmSync } from 'node:fs'
import { arch, platform, totalmem } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import type { Timer } from '@iexec-sim/base'
import type { TaskId } from '@iexec-sim/protocol'
import type { Notification } from '@iexec-sim/workerpool/client'
import { ReplicateRunner } from './replicate-runner.ts'
import { TaskRun } from './task-run.ts'
import type { WorkerContext } from './worker-context.ts'

/** Delay before a broken connection to the scheduler is reopened. */
const RECONNECT_MS = 500

/** A worker of a pool: listens to the scheduler, runs one task at a time on its slot. */
export class Worker {
  readonly #context: WorkerContext
  readonly #stop = new AbortController()
  /** Ends when the worker goes, for a while or for good. */
  #presence = new AbortController()
  #return: Timer | undefined
  readonly #runners = new Map<TaskId, ReplicateRunner>()
  /** Orders of one task are carried out one after the other. */
  readonly #work = new Map<Promise<unknown>, ReplicateRunner>()
  #asking: Promise<void> | undefined
  #askAgain = false
  #listening: Promise<void> | undefined
  #paused = false
  #isAway = false

  constructor(context: WorkerContext) {
    this.#context = { ...context, leave: (untilMs) => this.#leave(untilMs) }
  }

  /** Registers with the scheduler and listens to it. Leftovers of a former process are removed. */
  async start(): Promise<void> {
    const { dir } = this.#context
    rmSync(dir, { recursive: true, force: true })
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    await this.#register()
    this.#listening = this.#listen()
  }

  async #register(): Promise<void> {
    const { scheduler, name, launchers } = this.#context
    await scheduler.register({
      name,
      os: platform(),
      cpu: arch(),
      cpuNb: 1,
      memorySize: Math.round(totalmem() / 1024 ** 3),
      teeEnabled: Object.keys(launchers).length > 0,
      gpuEnabled: false,
    })
    this.#context.log.debug({ worker: this.#context.wallet.address }, 'worker registered')
  }

  /**
   * Aborts what runs, removes its containers and files, and takes no work until {@link resume}. The
   * scheduler is told nothing.
   */
  async pause(): Promise<void> {
    this.#paused = true
    await this.#dropWork()
  }

  /** Takes work again. */
  async resume(): Promise<void> {
    this.#paused = false
    if (!this.#stop.signal.aborted) this.#ask()
  }

  /** Aborts running tasks, removes their containers and files, and stops listening. */
  async close(): Promise<void> {
    this.#stop.abort()
    this.#presence.abort()
    this.#return?.cancel()
    for (const { run } of this.#runners.values()) run.abandon()
    await this.#listening
    await this.#dropWork()
  }

  async #dropWork(): Promise<void> {
    for (const { run } of this.#runners.values()) run.abandon()
    await this.#asking
    // Given while it was asking.
    for (const { run } of this.#runners.values()) run.abandon()
    await Promise.allSettled(this.#work.keys())
    for (const { run } of this.#runners.values()) {
      await run.removal
      run.clean()
    }
    this.#runners.clear()
  }

  /** Goes away in mid-task, with everything it was at. */
  #leave(untilMs: number): void {
    this.#isAway = true
    // A task it is just being given is lost with the line, as the others are.
    const presence = this.#presence
    void Promise.resolve(this.#asking).then(() => presence.abort())
    for (const { run } of this.#runners.values()) {
      run.abandon()
      run.clean()
    }
    this.#runners.clear()
    this.#return?.cancel()
    this.#return = this.#context.clock.at(untilMs, () => this.#comeBack())
  }

  #comeBack(): void {
    if (this.#stop.signal.aborted) return
    this.#isAway = false
    this.#presence = new AbortController()
    const registered = this.#register().catch(() => {})
    this.#listening = Promise.all([this.#listening, registered]).then(() => this.#listen())
  }

  /** Listens while the worker runs; a broken connection is reopened. */
  async #listen(): Promise<void> {
    const { scheduler, log } = this.#context
    const { signal } = this.#presence
    while (!signal.aborted) {
      try {
        for await (const notification of scheduler.notifications(signal)) this.#on(notification)
      } catch (error) {
        if (!signal.aborted)
          log.warn({ reason: (error as Error).message }, 'the line to the scheduler broke')
      }
      await delay(RECONNECT_MS, undefined, { signal }).catch(() => {})
      if (!signal.aborted) await this.#register().catch(() => {})
    }
  }

  #on(notification: Notification): void {
    if (this.#paused) return
    if (notification.kind === 'available') this.#ask()
    if (notification.kind !== 'task') return
    const runner = this.#runners.get(notification.chainTaskId)
    const { type, abortCause } = notification
    if (runner) this.#track(runner, () => runner.follow(type, abortCause))
  }

  /** Asks for work until there is none. Hints that come meanwhile make it ask once more. */
  #ask(): void {
    if (this.#asking) {
      this.#askAgain = true
      return
    }
    this.#asking = this.#askUntilNone()
      .catch((error) =>
        this.#context.log.error({ reason: (error as Error).message }, 'asking for work failed'),
      )
      .finally(() => {
        this.#asking = undefined
        const again = this.#askAgain && !this.#isIdle
        this.#askAgain = false
        if (again) this.#ask()
      })
  }

  async #askUntilNone(): Promise<void> {
    while (!this.#isIdle) {
      const summary = await this.#context.scheduler.available(
        await this.#context.chain.blockNumber(),
      )
      // Given to a worker that is stopping: the scheduler sees it go and gives the task to another.
      if (!summary || this.#isIdle) return
      const run = new TaskRun(summary.workerpoolAuthorization, summary.smsUrl, this.#context.dir)
      await this.#end(run.taskId)
      if (this.#isIdle) return
      const runner = new ReplicateRunner(this.#context, run)
      this.#runners.set(run.taskId, runner)
      this.#track(runner, () => runner.follow('PLEASE_START'))
    }
  }

  /**
   * Ends the run of a task that is given once more: the line had broken, and the scheduler took the
   * worker for lost.
   */
  async #end(taskId: TaskId): Promise<void> {
    const former = this.#runners.get(taskId)
    if (!former) return
    former.run.abandon()
    const works = [...this.#work].filter(([, runner]) => runner === former)
    await Promise.allSettled(works.map(([work]) => work))
    former.run.clean()
    this.#runners.delete(taskId)
  }

  /** Whether it is to begin nothing. */
  get #isIdle(): boolean {
    return this.#paused || this.#isAway || this.#stop.signal.aborted
  }

  #track(runner: ReplicateRunner, work: () => Promise<'waiting' | 'over'>): void {
    const { log } = this.#context
    const tracked = work()
      .catch(async (error) => {
        if (this.#stop.signal.aborted || runner.run.abandoned) return 'over' as const
        log.error(
          { taskId: runner.run.taskId, reason: (error as Error).message },
          'replicate broke down',
        )
        await runner.giveUp()
        return 'over' as const
      })
      .then((state) => {
        if (state === 'over') {
          this.#runners.delete(runner.run.taskId)
          runner.run.clean()
        }
        // One that waits for the others has done its part, and may be given the next task.
        if (!this.#isIdle) this.#ask()
      })
      .finally(() => this.#work.delete(tracked))
    this.#work.set(tracked, runner)
  }
}

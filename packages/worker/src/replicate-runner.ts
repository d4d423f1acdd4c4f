import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { WorkerStage } from '@iexec-sim/faults'
import {
  adviceOn,
  explainCause,
  type ReplicateCause,
  type ReplicateStatus,
  type Stage,
  type TaskNotificationType,
  ZERO_ADDRESS,
} from '@iexec-sim/protocol'
import type { Facts, StepEnd } from '@iexec-sim/timeline'
import type { StatusReport } from '@iexec-sim/workerpool/client'
import { withFault } from './faults/with-fault.ts'
import { DISHONEST, type DishonestWork } from './misbehave.ts'
import { compute } from './stages/compute.ts'
import { contribute, contributeAndFinalize, reveal } from './stages/contribute.ts'
import { downloadApp, downloadData } from './stages/download.ts'
import { inspectOutput } from './stages/inspect-output.ts'
import { observations } from './stages/observations.ts'
import { standardPostCompute, uploadResult } from './stages/standard-post-compute.ts'
import { start } from './stages/start.ts'
import { stepsOf } from './steps.ts'
import {
  type DescribedRun,
  isDescribed,
  ofDescribed,
  TaskFailure,
  type TaskRun,
} from './task-run.ts'
import type { WorkerContext } from './worker-context.ts'

type Details = NonNullable<StatusReport['details']>
interface Step {
  doing: ReplicateStatus
  done: ReplicateStatus
  failed: ReplicateStatus
  /** Stage at which a fault can strike. */
  at?: Exclude<WorkerStage, 'session' | Stage>
  /** Stage at which a worker can misbehave. */
  stage?: keyof DishonestWork
  run(context: WorkerContext, run: TaskRun): Promise<Details | undefined>
}

/** Steps of each order of the scheduler: the statuses to report around the work, and the work. */
const STEPS: Partial<Record<TaskNotificationType, Step>> = {
  PLEASE_START: {
    ...step('STARTING', 'STARTED', 'START_FAILED', start),
    stage: 'start',
    at: 'start',
  },
  PLEASE_DOWNLOAD_APP: {
    ...step('APP_DOWNLOADING', 'APP_DOWNLOADED', 'APP_DOWNLOAD_FAILED', ofDescribed(downloadApp)),
    at: 'download-app',
  },
  PLEASE_DOWNLOAD_DATA: {
    ...step(
      'DATA_DOWNLOADING',
      'DATA_DOWNLOADED',
      'DATA_DOWNLOAD_FAILED',
      ofDescribed(downloadData),
    ),
    at: 'download-data',
  },
  PLEASE_COMPUTE: {
    doing: 'COMPUTING',
    done: 'COMPUTED',
    failed: 'COMPUTE_FAILED',
    stage: 'compute',
    at: 'compute',
    run: ofDescribed(async (context: WorkerContext, run) => {
      try {
        await compute(context, run)
      } finally {
        await inspectOutput(context, run)
      }
      return computeDetails(run)
    }),
  },
  PLEASE_CONTRIBUTE: {
    ...step('CONTRIBUTING', 'CONTRIBUTED', 'CONTRIBUTE_FAILED', ofDescribed(contribute)),
    stage: 'contribute',
    at: 'contribute',
  },
  PLEASE_CONTRIBUTE_AND_FINALIZE: {
    doing: 'CONTRIBUTE_AND_FINALIZE_ONGOING',
    done: 'CONTRIBUTE_AND_FINALIZE_DONE',
    failed: 'CONTRIBUTE_AND_FINALIZE_FAILED',
    stage: 'contributeAndFinalize',
    at: 'contribute-and-finalize',
    run: ofLinked(contributeAndFinalize),
  },
  PLEASE_REVEAL: {
    ...step('REVEALING', 'REVEALED', 'REVEAL_FAILED', ofDescribed(reveal)),
    stage: 'reveal',
    at: 'reveal',
  },
  PLEASE_UPLOAD: {
    doing: 'RESULT_UPLOADING',
    done: 'RESULT_UPLOADED',
    failed: 'RESULT_UPLOAD_FAILED',
    at: 'upload',
    run: ofLinked(uploadResult),
  },
  PLEASE_COMPLETE: step('COMPLETING', 'COMPLETED', 'COMPLETE_FAILED', async (_context, run) => {
    await run.removal
    await rm(run.dir, { recursive: true, force: true })
  }),
}

/** Carries out the scheduler's orders for one replicate, until it has to wait or is over. */
export class ReplicateRunner {
  readonly run: TaskRun
  readonly #context: WorkerContext
  /** Orders are carried out one after the other. */
  #orders: Promise<unknown> = Promise.resolve()
  #abortCause: ReplicateCause | undefined

  constructor(context: WorkerContext, run: TaskRun) {
    this.#context = context
    this.run = run
  }

  /**
   * Follows orders from `order` on, after those given before. `'over'`: nothing more will come for
   * this replicate.
   */
  follow(order: TaskNotificationType, abortCause?: ReplicateCause): Promise<'waiting' | 'over'> {
    // The running stage has to end before the abort can be reported.
    if (order === 'PLEASE_ABORT') this.run.abort()
    if (abortCause) this.#abortCause = abortCause
    const followed = this.#orders.then(() => this.#follow(order))
    this.#orders = followed.catch(() => {})
    return followed
  }

  /**
   * Gives the replicate up in any state and reports that to the scheduler; used when all else has
   * failed.
   */
  async giveUp(): Promise<void> {
    await this.#report('ABORTED').catch(() => {})
  }

  async #follow(order: TaskNotificationType): Promise<'waiting' | 'over'> {
    let next = order
    for (;;) {
      if (next === 'PLEASE_WAIT' || next === 'PLEASE_CONTINUE') return 'waiting'
      const step = STEPS[next]
      if (!step) return this.#abort()
      const answer = await this.#carryOut(step)
      // Aborted in mid-step: the order to abort stands next in line and reports it.
      if (answer === 'aborted') return 'waiting'
      next = answer
      if (step.done === 'COMPLETED') return 'over'
    }
  }

  async #abort(): Promise<'over'> {
    this.run.abort()
    this.run.clean()
    await this.#report('ABORTED', this.#abortCause ? { cause: this.#abortCause } : undefined)
    return 'over'
  }

  async #carryOut(step: Step): Promise<TaskNotificationType | 'aborted'> {
    const recorded = stepsOf(this.#context, this.run).begin({
      service: 'worker',
      name: step.at ?? 'complete',
    })
    const answer = await this.#report(step.doing)
    if (answer !== 'PLEASE_CONTINUE') {
      recorded.end({ outcome: 'refused', reason: `The scheduler answered ${answer}.` })
      return answer
    }
    try {
      const details = await this.#workOrFault(step)
      recorded.end({ facts: factsOf(step.done, this.run) })
      return await this.#report(step.done, details)
    } catch (error) {
      recorded.end(this.run.signal.aborted ? ABORTED : endOf(failureOf(error)))
      if (this.run.abandoned) throw error
      return this.run.signal.aborted ? 'aborted' : this.#failed(step, error)
    }
  }

  #workOrFault(step: Step): Promise<Details | undefined> {
    if (!step.at) return this.#work(step, this.#context)
    return withFault(step.at, this.#context, this.run, (context) => this.#work(step, context))
  }

  /** Does the work of a step, or its misbehaviour. */
  async #work(step: Step, context: WorkerContext): Promise<Details | undefined> {
    const { stage } = step
    const does = stage && (await this.#context.misbehaviour?.(this.run.taskId))
    const dishonest = does && DISHONEST[does][stage]
    if (!dishonest) return step.run(context, this.run)
    this.#context.log.warn({ taskId: this.run.taskId, stage, does }, 'misbehaviour applied')
    stepsOf(this.#context, this.run).note({
      service: 'worker',
      name: 'misbehaviour-applied',
      facts: { stage, does },
    })
    const link = await dishonest(context, this.run)
    return stage === 'contributeAndFinalize' && isDescribed(this.run)
      ? linkDetails(this.run, link as string)
      : undefined
  }

  async #failed(step: Step, error: unknown): Promise<TaskNotificationType> {
    const failure = failureOf(error)
    if (failure.reason === 'TASK_DESCRIPTION_NOT_FOUND' || failure.reason === 'CONSENSUS_REACHED') {
      this.#abortCause = failure.reason
      return 'PLEASE_ABORT'
    }
    let cause: ReplicateCause = failure.reason
    if (step.failed === 'APP_DOWNLOAD_FAILED' || step.failed === 'DATA_DOWNLOAD_FAILED')
      cause = await this.#resultOfFailure(step.failed, cause)
    const { exitCode, diagnosis = explainCause(failure.reason) } = failure.details
    return this.#report(step.failed, {
      cause,
      ...(exitCode === undefined ? {} : { exitCode }),
      ...(step.failed === 'COMPUTE_FAILED' ? logDetails(this.run) : {}),
      diagnosis: { ...(diagnosis ? { reason: diagnosis } : {}), ...seenDetails(this.run) },
    })
  }

  /**
   * A download that failed is itself the result of a standard task: an `error.txt` the requester
   * gets on chain. A TEE task has no session yet to make a result in, so all that is known is that
   * its post-compute failed.
   */
  async #resultOfFailure(status: ReplicateStatus, cause: ReplicateCause): Promise<ReplicateCause> {
    if (!isDescribed(this.run) || this.run.description.framework)
      return 'POST_COMPUTE_FAILED_UNKNOWN_ISSUE'
    rmSync(this.run.outputDir, { recursive: true, force: true })
    mkdirSync(this.run.outputDir, { recursive: true, mode: 0o700 })
    writeFileSync(
      join(this.run.outputDir, 'error.txt'),
      `[IEXEC] Error occurred while computing the task [error:${status}, cause:${cause}]`,
    )
    writeFileSync(
      join(this.run.outputDir, 'computed.json'),
      JSON.stringify({ 'deterministic-output-path': '/iexec_out/error.txt' }),
    )
    this.run.collected = undefined
    await standardPostCompute(this.#context, this.run)
    return cause
  }

  async #report(status: ReplicateStatus, details?: Details): Promise<TaskNotificationType> {
    return this.#context.scheduler.report(this.run.taskId, {
      status,
      ...(details ? { details } : {}),
    })
  }
}

/** Work on a described task that yields the link of its result. */
function ofLinked(work: (context: WorkerContext, run: DescribedRun) => Promise<string>) {
  return ofDescribed(async (context: WorkerContext, run) =>
    linkDetails(run, await work(context, run)),
  )
}

function step(
  doing: ReplicateStatus,
  done: ReplicateStatus,
  failed: ReplicateStatus,
  work: (context: WorkerContext, run: TaskRun) => Promise<unknown>,
): Step {
  return { doing, done, failed, run: (context, run) => work(context, run).then(() => undefined) }
}

const failureOf = (error: unknown): TaskFailure =>
  error instanceof TaskFailure
    ? error
    : new TaskFailure('UNKNOWN', { diagnosis: (error as Error).message })

const ABORTED: StepEnd = { outcome: 'failed', reason: 'The stage was aborted.' }

function endOf({ reason: cause, details: { exitCode, diagnosis } }: TaskFailure): StepEnd {
  const facts = exitCode === undefined ? {} : { exitCode }
  return { outcome: 'failed', cause, ...adviceOn(cause, diagnosis), facts }
}

/** What a stage that is done has found out. */
function factsOf(done: ReplicateStatus, { description, result }: TaskRun): Facts {
  if (done === 'STARTED' && description) {
    const { image, framework, maxExecutionTime } = description
    return { image, framework: framework ?? 'none', maxExecutionTime }
  }
  return done === 'COMPUTED' && result ? { digest: result.digest } : {}
}

const logDetails = ({ output }: TaskRun): Details => (output ? { computeLogs: output } : {})
/** Most hosts a report names: an app can ask for any number. */
const MOST_HOSTS = 50
const seenDetails = (run: TaskRun) => ({
  ...(run.refusedHosts.length > 0 ? { refusedHosts: run.refusedHosts.slice(0, MOST_HOSTS) } : {}),
  ...observations(run),
})
const computeDetails = (run: TaskRun): Details => ({
  ...logDetails(run),
  diagnosis: seenDetails(run),
})
const linkDetails = (run: DescribedRun, resultLink: string): Details => ({
  resultLink,
  // No bytes are callback data as well.
  ...(run.description.deal.callback === ZERO_ADDRESS
    ? {}
    : { chainCallbackData: run.callbackData }),
})

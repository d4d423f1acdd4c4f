import type { ContainerSpec, EngineTrouble } from '@iexec-sim/docker'
import type { FaultBook } from '@iexec-sim/faults'
import { taskHas, type WorkerName } from '@iexec-sim/faults'
import {
  type Address,
  type DealId,
  STAGES,
  type Stage,
  sameAddress,
  type TaskId,
  type TeeSessionGenerationError,
  taskId,
} from '@iexec-sim/protocol'
import { SessionError, type SessionReview } from '@iexec-sim/sms'
import type { WorkerFaults } from '@iexec-sim/worker'
import { spoilSession } from './spoil-session.ts'

/** Returns the deal of a task. */
export type DealOf = (task: TaskId) => Promise<DealId | undefined>

/** The book as a worker consults it. */
export function workerFaults(book: FaultBook, worker: WorkerName): WorkerFaults {
  return {
    get isEmpty() {
      return book.isEmpty
    },
    strike: (stage, description) =>
      book.stage({
        maker: 'worker',
        stages: [stage],
        worker,
        task: description.task.taskId,
        deal: description.deal.dealId,
        has: (need) => taskHas(description, need),
      })?.cause,
  }
}

const REFUSAL = 'TEE_SESSION_GENERATION_'

/** Applies the book to an SMS's sessions: refuses one, or deposits one that makes a stage fail. */
export function sessionFaults(book: FaultBook, workers: readonly Address[]): SessionReview {
  return async (session, { description, worker: wallet }) => {
    if (book.isEmpty) return undefined
    const worker: WorkerName = `worker-${workers.findIndex((address) => sameAddress(address, wallet)) + 1}`
    const { stage, cause } =
      book.stage({
        maker: 'sms',
        stages: ['session', ...STAGES.filter((one) => session.stages[one])],
        worker,
        task: description.task.taskId,
        deal: description.deal.dealId,
        has: (need) => taskHas(description, need),
      }) ?? {}
    if (!stage || !cause) return undefined
    if (stage === 'session')
      throw new SessionError(cause.replace(REFUSAL, '') as TeeSessionGenerationError)
    return spoilSession(session, stage as Stage, cause)
  }
}

/** Applies the book to the containers of tasks. */
export function engineFaults(
  book: FaultBook,
  dealOf: DealOf,
): (spec: ContainerSpec) => Promise<EngineTrouble | undefined> {
  return async ({ task: run }) => {
    if (book.isEmpty || !run) return undefined
    const task = taskId(run.task)
    const struck = book.stage({
      maker: 'engine',
      stages: ['app'],
      worker: run.worker as WorkerName,
      task,
      deal: await dealOf(task),
      has: () => true,
    })
    if (!struck) return undefined
    return struck.cause === 'APP_COMPUTE_FAILED'
      ? 'engine-restarts'
      : (struck.cause as EngineTrouble)
  }
}

import type { ContainerSpec, EngineTrouble } from '@iexec-sim/docker'
import type { FaultBook } from '@iexec-sim/faults'
import { type TaskNeed, taskHas, type WorkerName } from '@iexec-sim/faults'
import {
  type Address,
  type DealId,
  type SessionSpec,
  STAGES,
  type Stage,
  sameAddress,
  type TaskId,
  type TeeSessionGenerationError,
} from '@iexec-sim/protocol'
import { SessionError, type SessionReview } from '@iexec-sim/sms'
import type { WorkerFaults } from '@iexec-sim/worker'
import { spoilSession } from './spoil-session.ts'

/** Which deal a task is of. */
export type DealOf = (task: TaskId) => Promise<DealId | undefined>

/** What a worker asks of the book. */
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

const SESSION_STAGES = ['session', ...STAGES] as const
const REFUSAL = 'TEE_SESSION_GENERATION_'

/** What an SMS does with a session when the book says so: refuses it, or deposits one that makes a stage fail. */
export function sessionFaults(book: FaultBook, workers: readonly Address[], dealOf: DealOf): SessionReview {
  return async (session, { chainTaskId: task, workerWallet }) => {
    if (book.isEmpty) return undefined
    const worker: WorkerName = `worker-${workers.findIndex((address) => sameAddress(address, workerWallet)) + 1}`
    const deal = await dealOf(task)
    const has = (need: TaskNeed) => sessionHas(session, need)
    const struck = book.stage({ maker: 'sms', stages: SESSION_STAGES, worker, task, deal, has })
    if (!struck) return undefined
    if (struck.stage === 'session')
      throw new SessionError(struck.cause.replace(REFUSAL, '') as TeeSessionGenerationError)
    return spoilSession(session, struck.stage as Stage, struck.cause)
  }
}

function sessionHas({ stages, framework }: SessionSpec, need: TaskNeed): boolean {
  const variables = stages['pre-compute']?.environment ?? {}
  if (need === 'dataset') return 'IEXEC_DATASET_URL' in variables
  if (need === 'input-files') return 'IEXEC_INPUT_FILE_URL_1' in variables
  return need === 'tee' || (need === 'enclave' && framework !== 'tdx')
}

/** What the engine does with the container of a task when the book says so. */
export function engineFaults(
  book: FaultBook,
  dealOf: DealOf,
): (spec: ContainerSpec) => Promise<EngineTrouble | undefined> {
  return async ({ name = '' }) => {
    if (book.isEmpty) return undefined
    const [, worker, task] = /^(worker-\d+)-(0x[0-9a-f]{64})$/.exec(name) ?? []
    if (!worker || !task) return undefined
    const struck = book.stage({
      maker: 'engine',
      stages: ['app'],
      worker: worker as WorkerName,
      task: task as TaskId,
      deal: await dealOf(task as TaskId),
      has: () => true,
    })
    if (!struck) return undefined
    return struck.cause === 'APP_COMPUTE_FAILED' ? 'engine-restarts' : (struck.cause as EngineTrouble)
  }
}

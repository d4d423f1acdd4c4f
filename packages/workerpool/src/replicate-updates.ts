import {
  type Address,
  decodeResultLink,
  formatResultLink,
  type Hex,
  parseDealParams,
  type ReplicateCause,
  type ReplicateStatus,
  type TaskNotificationType,
} from '@iexec-sim/protocol'
import {
  currentUpdates,
  type Diagnosis,
  type Replicate,
  replicateOf,
  replicateStatus,
  type Task,
} from './model.ts'
import type { PoolContext } from './pool-context.ts'
import { finalizesAtOnce } from './tasks/task-lifecycle.ts'
import { mayFollow, nextAction } from './tasks/transitions.ts'

/** Status report of a worker. */
export interface StatusReport {
  /** The reported status. */
  status: ReplicateStatus
  /** Details of the status: its cause, or the result of the step. */
  details?: {
    cause?: ReplicateCause
    resultLink?: string
    chainCallbackData?: Hex
    exitCode?: number
    computeLogs?: { stdout?: string; stderr?: string }
    /** Our own: details that `task show` adds to the real network's causes. */
    diagnosis?: Diagnosis
  }
}

/** The scheduler's answer to a report. */
export type ReportAnswer =
  | { kind: 'accepted'; action: TaskNotificationType }
  | { kind: 'already reported' }
  | { kind: 'refused' }

const LONGEST_LOG = 100_000
const SUCCESSES: readonly ReplicateStatus[] = [
  'CONTRIBUTED',
  'REVEALED',
  'RESULT_UPLOADED',
  'CONTRIBUTE_AND_FINALIZE_DONE',
]

/**
 * Takes workers' status reports, checking those that claim something of the chain or the result
 * proxy.
 */
export class ReplicateUpdates {
  readonly #context: PoolContext

  constructor(context: PoolContext) {
    this.#context = context
  }

  /** Applies a report to the worker's replicate. Runs in the task's queue. */
  async apply(task: Task, worker: Address, report: StatusReport): Promise<ReportAnswer> {
    const replicate = replicateOf(task, worker)
    if (!replicate) return { kind: 'refused' }
    if (currentUpdates(replicate).some((update) => update.status === report.status))
      return { kind: 'already reported' }
    const claim = { ...report, details: report.details ?? {} }
    if (
      !mayFollow(replicateStatus(replicate), report.status) ||
      !(await this.#isTrue(task, replicate, claim))
    ) {
      this.#context.log.warn(
        {
          taskId: task.taskId,
          worker,
          from: replicateStatus(replicate),
          status: report.status,
          cause: report.details?.cause,
        },
        'report refused',
      )
      this.#context.recorder.note({
        taskId: task.taskId,
        service: 'workerpool',
        name: 'report-refused',
        outcome: 'refused',
        facts: { worker, from: replicateStatus(replicate), status: report.status },
      })
      return { kind: 'refused' }
    }
    this.#record(task, replicate, claim)
    return {
      kind: 'accepted',
      action: nextAction(report.status, report.details?.cause, finalizesAtOnce(task)),
    }
  }

  /** Sets a status of the pool manager's own accord. */
  impose(task: Task, replicate: Replicate, status: ReplicateStatus, cause?: ReplicateCause): void {
    if (!mayFollow(replicateStatus(replicate), status)) return
    if (status === 'WORKER_LOST')
      this.#context.recorder.note({
        taskId: task.taskId,
        service: 'workerpool',
        name: 'worker-lost',
        outcome: 'failed',
        reason: 'The worker went away with the task.',
        facts: { worker: replicate.workerWallet, at: replicateStatus(replicate) },
      })
    replicate.updates.push({
      status,
      date: this.#now(),
      modifier: 'POOL_MANAGER',
      ...(cause ? { cause } : {}),
    })
    this.#context.store.save(task)
  }

  #record(task: Task, replicate: Replicate, { status, details }: Required<StatusReport>): void {
    const { cause, resultLink, chainCallbackData, exitCode, computeLogs, diagnosis } = details
    replicate.updates.push({
      status,
      date: this.#now(),
      modifier: 'WORKER',
      ...(cause ? { cause } : {}),
    })
    if (resultLink !== undefined && replicate.resultLink === undefined)
      replicate.resultLink = resultLink
    if (chainCallbackData !== undefined && chainCallbackData !== '0x')
      replicate.chainCallbackData = chainCallbackData
    if (exitCode !== undefined) replicate.exitCode = exitCode
    if (diagnosis) replicate.diagnosis = { ...replicate.diagnosis, ...diagnosis }
    if (computeLogs && !replicate.logs && endsComputation(status)) {
      replicate.logsPublic = servesLogs(status, cause)
      replicate.logs = {
        walletAddress: replicate.workerWallet,
        stdout: tail(computeLogs.stdout),
        stderr: tail(computeLogs.stderr),
      }
    }
    this.#context.store.save(task)
    this.#context.log.info(
      { taskId: task.taskId, worker: replicate.workerWallet, status, cause },
      'replicate',
    )
    if (
      status === 'CONTRIBUTE_FAILED' ||
      status === 'REVEAL_FAILED' ||
      status === 'CONTRIBUTE_AND_FINALIZE_FAILED'
    )
      this.impose(task, replicate, 'FAILED')
  }

  async #isTrue(
    task: Task,
    replicate: Replicate,
    { status, details }: Required<StatusReport>,
  ): Promise<boolean> {
    if (status === 'CONTRIBUTE_FAILED' || status === 'REVEAL_FAILED') return false
    if (status === 'RESULT_UPLOAD_FAILED') return !(await this.#isUploaded(task))
    if (!SUCCESSES.includes(status)) return true
    const contribution = await this.#context.chain.viewContribution(
      task.taskId,
      replicate.workerWallet,
    )
    if (status === 'CONTRIBUTED') {
      if (contribution.status === 'UNSET') return false
      replicate.contributionHash = contribution.resultHash
      return true
    }
    if (status === 'REVEALED') return contribution.status === 'PROVED'
    if (status === 'RESULT_UPLOADED')
      return (
        (await this.#isUploaded(task)) &&
        Boolean(task.hasCallback ? details.chainCallbackData : details.resultLink)
      )
    const onchain = await this.#context.chain.viewTask(task.taskId)
    if (
      contribution.status !== 'PROVED' ||
      onchain?.status !== 'COMPLETED' ||
      !(await this.#isUploaded(task))
    )
      return false
    const link = decodeResultLink(onchain.results)
    if (link.storage !== 'none')
      replicate.resultLink = formatResultLink(link.storage, link.location)
    return true
  }

  /**
   * Whether the result lies where it should. Taken for granted with a callback, and for a TEE task
   * stored elsewhere than IPFS.
   */
  async #isUploaded(task: Task): Promise<boolean> {
    if (task.hasCallback) return true
    const deal = await this.#context.chain.viewDeal(task.dealId)
    const provider =
      deal && parseDealParams(deal.params, this.#context.generation).resultStorageProvider
    if (task.framework && provider && provider !== 'ipfs') return true
    return (await this.#context.results.ipfsHash(task.taskId)) !== undefined
  }

  #now(): string {
    return new Date(this.#context.clock.now()).toISOString()
  }
}

/**
 * Logs belong to the end of the computation; what came earlier would stand in their place for good.
 */
const endsComputation = (status: ReplicateStatus): boolean =>
  status === 'COMPUTED' || status === 'COMPUTE_FAILED'

/**
 * The real network serves logs of a computation that succeeded or whose app failed, not of one that
 * was stopped.
 */
const servesLogs = (status: ReplicateStatus, cause: ReplicateCause | undefined): boolean =>
  status === 'COMPUTED' || cause === 'APP_COMPUTE_FAILED'

const tail = (text: string | undefined): string => (text ?? '').slice(-LONGEST_LOG)

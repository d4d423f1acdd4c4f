import {
  type Bytes32,
  decodeResultLink,
  encodeResultLink,
  formatResultLink,
  type Hex,
  isFinalTaskStatus,
  type ReplicateCause,
  type ReplicateStatus,
  type TaskStatus,
} from '@iexec-sim/protocol'
import { keepsFromFinalizing, letStrangerIn } from '../misbehave.ts'
import {
  FAILED_BEFORE_COMPUTED,
  hasBeen,
  isOver,
  type Replicate,
  replicateStatus,
  statusOf,
  type Task,
} from '../model.ts'
import type { PoolContext } from '../pool-context.ts'
import { enclaveChallenge } from './enclave-challenge.ts'
import { noteEnd, noteStep } from './task-steps.ts'

const STARTED_STATUSES = ['STARTED', 'CONTRIBUTE_AND_FINALIZE_ONGOING', 'CONTRIBUTED'] as const

/** Whether a task's one contribution also finalises it: TEE tasks of trust 1. */
export const finalizesAtOnce = (task: Task): boolean =>
  task.framework !== undefined && task.trust <= 1

/**
 * Moves tasks from status to status. Every call runs in the task's queue, so that a task has one
 * mover at a time.
 */
export class TaskLifecycle {
  readonly #context: PoolContext
  /** Called after each change, for observers of tasks. */
  readonly onChange = new Set<(task: Task) => void>()

  constructor(context: PoolContext) {
    this.#context = context
  }

  /** Takes a task as far as it goes now. */
  async advance(task: Task): Promise<void> {
    let before: TaskStatus
    do {
      before = statusOf(task)
      if (isFinalTaskStatus(before)) return
      await this.#step(task, before)
    } while (statusOf(task) !== before)
  }

  /** Sets a status, saves, and says so. */
  enter(task: Task, ...statuses: TaskStatus[]): void {
    for (const status of statuses)
      task.statuses.push({ status, date: new Date(this.#context.clock.now()).toISOString() })
    this.#context.store.save(task)
    this.#context.log.info({ taskId: task.taskId, status: statusOf(task) }, 'task')
    if (isFinalTaskStatus(statusOf(task))) noteEnd(this.#context.recorder, task)
    this.changed(task)
  }

  /** Says that something about a task changed. */
  changed(task: Task): void {
    for (const listener of this.onChange) listener(task)
  }

  async #step(task: Task, status: TaskStatus): Promise<void> {
    if (this.#context.clock.now() >= task.finalDeadline)
      return this.#giveUp(task, 'FINAL_DEADLINE_REACHED')
    await letStrangerIn(this.#context, task)
    switch (status) {
      case 'RECEIVED':
        return this.#initialize(task)
      case 'INITIALIZING':
        return this.#initialized(task)
      case 'INITIALIZED':
        return this.#run(task)
      case 'RUNNING':
        return this.#seekConsensus(task)
      case 'CONSENSUS_REACHED':
        return this.#requestUpload(task)
      case 'RESULT_UPLOADING':
        return this.#awaitUpload(task)
      case 'RESULT_UPLOADED':
        return this.#decideToFinalize(task)
      case 'FINALIZING':
        return this.#finalize(task)
      default:
        return
    }
  }

  async #initialize(task: Task): Promise<void> {
    const { sms, clock } = this.#context
    if (clock.now() >= task.contributionDeadline) return
    if (task.framework) {
      const service = sms[task.framework]
      const served = await service?.client.framework().catch(() => undefined)
      if (!service || served !== task.framework)
        return this.#fail(task, 'INITIALIZE_FAILED', `no SMS serves ${task.framework}`)
      task.smsUrl = service.url
    }
    this.enter(task, 'INITIALIZING')
  }

  /**
   * A step of its own, so that a task whose process died in between is initialised by the next one.
   */
  async #initialized(task: Task): Promise<void> {
    const { chain, writer, notifier } = this.#context
    const onchain = await chain.viewTask(task.taskId)
    if (!onchain || onchain.status === 'UNSET') {
      try {
        const { receipt } = await writer.initialize(task.dealId, BigInt(task.index))
        task.initializationBlock = receipt.blockNumber
      } catch (error) {
        return this.#fail(task, 'INITIALIZE_FAILED', (error as Error).message)
      }
    }
    const challenge = await enclaveChallenge(this.#context, task)
    if (!challenge)
      return this.#fail(task, 'INITIALIZE_FAILED', 'the SMS gave no enclave challenge')
    task.enclaveChallenge = challenge
    this.enter(task, 'INITIALIZED')
    notifier.broadcast({ kind: 'available' })
  }

  async #run(task: Task): Promise<void> {
    const started = task.replicates.some((replicate) =>
      STARTED_STATUSES.some((status) => hasBeen(replicate, status)),
    )
    if (started) return this.enter(task, 'RUNNING')
    await this.#failWhenLate(task)
  }

  async #seekConsensus(task: Task): Promise<void> {
    if (finalizesAtOnce(task)) return this.#seekFinalized(task)
    await this.#seekLostContributions(task)
    const onchain = await this.#context.chain.viewTask(task.taskId)
    if (onchain?.status !== 'REVEALING') return this.#failWhenLate(task)
    const winners = task.replicates.filter(
      (replicate) =>
        hasBeen(replicate, 'CONTRIBUTED') && replicate.contributionHash === onchain.consensusValue,
    )
    if (BigInt(winners.length) < onchain.winnerCounter) return
    task.consensus = onchain.consensusValue
    task.revealDeadline = Number(onchain.revealDeadline) * 1000
    this.enter(task, 'CONSENSUS_REACHED')
    noteStep(this.#context.recorder, task, 'consensus-found', {
      result: onchain.consensusValue,
      workers: winners.map(({ workerWallet }) => workerWallet),
    })
    this.#tellConsensus(task, onchain.consensusValue)
  }

  /**
   * Takes contributions that are on chain but whose workers went away before they could report them
   * for reported.
   */
  async #seekLostContributions(task: Task): Promise<void> {
    for (const replicate of task.replicates) {
      if (replicateStatus(replicate) !== 'WORKER_LOST' || replicate.contributionHash !== undefined)
        continue
      const contribution = await this.#context.chain.viewContribution(
        task.taskId,
        replicate.workerWallet,
      )
      if (contribution.status === 'UNSET') continue
      replicate.contributionHash = contribution.resultHash
      this.#recordSeen(task, replicate, 'CONTRIBUTED')
    }
  }

  /**
   * The same for the one contribution that also finalised a task; the result's link is read from
   * the chain.
   */
  async #seekLostFinalization(task: Task): Promise<void> {
    const { chain } = this.#context
    const lost = task.replicates.filter((replicate) => replicateStatus(replicate) === 'WORKER_LOST')
    const onchain = lost.length > 0 ? await chain.viewTask(task.taskId) : undefined
    if (onchain?.status !== 'COMPLETED') return
    for (const replicate of lost) {
      if (hasBeen(replicate, 'CONTRIBUTE_AND_FINALIZE_DONE')) continue
      if ((await chain.viewContribution(task.taskId, replicate.workerWallet)).status !== 'PROVED')
        continue
      const link = decodeResultLink(onchain.results)
      if (link.storage !== 'none')
        replicate.resultLink = formatResultLink(link.storage, link.location)
      if (onchain.resultsCallback !== '0x') replicate.chainCallbackData = onchain.resultsCallback
      this.#recordSeen(task, replicate, 'CONTRIBUTE_AND_FINALIZE_DONE')
    }
  }

  #recordSeen(task: Task, replicate: Replicate, status: ReplicateStatus): void {
    const date = new Date(this.#context.clock.now()).toISOString()
    replicate.updates.push({ status, date, modifier: 'POOL_MANAGER' })
    this.#context.store.save(task)
    this.#context.log.info(
      { taskId: task.taskId, worker: replicate.workerWallet, status },
      'seen on chain',
    )
    this.changed(task)
  }

  async #seekFinalized(task: Task): Promise<void> {
    await this.#seekLostFinalization(task)
    const done = task.replicates.filter((replicate) =>
      hasBeen(replicate, 'CONTRIBUTE_AND_FINALIZE_DONE'),
    )
    const [only] = done
    if (done.length > 1)
      return this.#fail(task, 'RUNNING_FAILED', 'more than one worker finalised the task')
    if (only) return this.#completed(task, only)
    if (this.#everyWorkerFailed(task))
      return this.#fail(task, 'RUNNING_FAILED', 'every worker that is alive failed to compute it')
    await this.#failWhenLate(task)
  }

  #completed(task: Task, replicate: Replicate): void {
    if (replicate.resultLink !== undefined) task.resultLink = replicate.resultLink
    if (replicate.chainCallbackData !== undefined)
      task.chainCallbackData = replicate.chainCallbackData
    this.enter(task, 'FINALIZED', 'COMPLETED')
    this.#context.notifier.tell(replicate.workerWallet, {
      kind: 'task',
      chainTaskId: task.taskId,
      type: 'PLEASE_COMPLETE',
    })
  }

  /** Whether every worker that is alive has tried a TEE task and none of them got to a result. */
  #everyWorkerFailed(task: Task): boolean {
    const { notifier, workers } = this.#context
    const present = workers.filter((worker) => notifier.mayListen(worker))
    // If all workers have gone, every one of them must have failed.
    const alive = present.length > 0 ? present : workers
    const failed = (replicate: Replicate) =>
      isOver(replicate) && FAILED_BEFORE_COMPUTED.some((status) => hasBeen(replicate, status))
    return (
      task.replicates.length > 0 &&
      task.replicates.every(isOver) &&
      alive.every((worker) =>
        task.replicates.some((replicate) => replicate.workerWallet === worker && failed(replicate)),
      )
    )
  }

  #tellConsensus(task: Task, consensus: Bytes32): void {
    for (const replicate of task.replicates) {
      if (isOver(replicate)) continue
      const won = replicate.contributionHash === consensus
      this.#context.notifier.tell(replicate.workerWallet, {
        kind: 'task',
        chainTaskId: task.taskId,
        ...(won
          ? { type: 'PLEASE_REVEAL' as const, consensus }
          : { type: 'PLEASE_ABORT' as const, abortCause: 'CONSENSUS_REACHED' as const }),
      })
    }
  }

  async #requestUpload(task: Task): Promise<void> {
    const revealed = task.replicates.filter(
      (replicate) => replicateStatus(replicate) === 'REVEALED',
    )
    if (revealed.length === 0) return
    this.enter(task, 'AT_LEAST_ONE_REVEALED', 'RESULT_UPLOADING')
    this.#askForUpload(task, revealed)
  }

  #askForUpload(task: Task, revealed: Replicate[]): void {
    const drawn = this.#context.draw(`upload of ${task.taskId}`)
    const chosen = revealed[Number(BigInt(drawn) % BigInt(revealed.length))]!
    chosen.updates.push({
      status: 'RESULT_UPLOAD_REQUESTED',
      date: new Date(this.#context.clock.now()).toISOString(),
      modifier: 'POOL_MANAGER',
    })
    task.uploadingWorker = chosen.workerWallet
    noteStep(this.#context.recorder, task, 'uploader-chosen', {
      worker: chosen.workerWallet,
      of: revealed.length,
    })
    this.#context.store.save(task)
    this.#context.notifier.tell(chosen.workerWallet, {
      kind: 'task',
      chainTaskId: task.taskId,
      type: 'PLEASE_UPLOAD',
    })
  }

  async #awaitUpload(task: Task): Promise<void> {
    const uploaded = task.replicates.find((replicate) => hasBeen(replicate, 'RESULT_UPLOADED'))
    if (uploaded) {
      if (uploaded.resultLink !== undefined) task.resultLink = uploaded.resultLink
      if (uploaded.chainCallbackData !== undefined)
        task.chainCallbackData = uploaded.chainCallbackData
      return this.enter(task, 'RESULT_UPLOADED')
    }
    const uploading = task.replicates.some((replicate) =>
      ['RESULT_UPLOAD_REQUESTED', 'RESULT_UPLOADING'].includes(replicateStatus(replicate)),
    )
    const others = task.replicates.filter((replicate) => replicateStatus(replicate) === 'REVEALED')
    if (!uploading && others.length > 0) this.#askForUpload(task, others)
  }

  async #decideToFinalize(task: Task): Promise<void> {
    if (keepsFromFinalizing(this.#context, task)) return
    const onchain = await this.#context.chain.viewTask(task.taskId)
    const revealed = task.replicates.filter((replicate) => hasBeen(replicate, 'REVEALED')).length
    if (!onchain || BigInt(revealed) !== onchain.revealCounter) return
    const allRevealed = onchain.revealCounter === onchain.winnerCounter
    if (!allRevealed && this.#context.clock.now() < Number(onchain.revealDeadline) * 1000) return
    this.enter(task, 'FINALIZING')
  }

  /**
   * A step of its own, so that a task whose process died in between is finalised by the next one.
   */
  async #finalize(task: Task): Promise<void> {
    const { chain, writer } = this.#context
    if ((await chain.viewTask(task.taskId))?.status !== 'COMPLETED') {
      try {
        const results = encodeResultLink(task.resultLink ?? '')
        await writer.finalize(task.taskId, results, task.chainCallbackData ?? ('0x' as Hex))
      } catch (error) {
        return this.#fail(task, 'FINALIZE_FAILED', (error as Error).message)
      }
    }
    this.enter(task, 'FINALIZED', 'COMPLETED')
    for (const replicate of task.replicates) {
      if (!isOver(replicate))
        this.#context.notifier.tell(replicate.workerWallet, {
          kind: 'task',
          chainTaskId: task.taskId,
          type: 'PLEASE_COMPLETE',
        })
    }
  }

  async #failWhenLate(task: Task): Promise<void> {
    if (this.#context.clock.now() < task.contributionDeadline) return
    const onchain = await this.#context.chain.viewTask(task.taskId)
    if (onchain && (onchain.status === 'REVEALING' || onchain.status === 'COMPLETED')) return
    this.#giveUp(task, 'CONTRIBUTION_TIMEOUT', 'CONTRIBUTION_TIMEOUT')
  }

  #fail(task: Task, status: TaskStatus, reason: string): void {
    task.diagnosis = { ...task.diagnosis, reason }
    this.#giveUp(task, status)
  }

  /**
   * Ends a task as failed. Workers that are still at it are told to abort: without a cause, as in
   * the real network, unless it is the time to contribute that is over.
   */
  #giveUp(task: Task, status: TaskStatus, abortCause?: ReplicateCause): void {
    this.enter(task, status, 'FAILED')
    for (const replicate of task.replicates) {
      if (isOver(replicate)) continue
      this.#context.notifier.tell(replicate.workerWallet, {
        kind: 'task',
        chainTaskId: task.taskId,
        type: 'PLEASE_ABORT',
        ...(abortCause ? { abortCause } : {}),
      })
    }
  }
}

import {
  type Address,
  signHash,
  type TaskId,
  votingPower,
  type WorkerpoolAuthorization,
  workerpoolAuthorizationHash,
} from '@iexec-sim/protocol'
import { hasBeen, isOver, isRecoverable, replicateOf, statusOf, type Task } from './model.ts'
import type { PoolContext } from './pool-context.ts'
import { needsMoreContributions } from './tasks/consensus.ts'

/** Data that a worker needs to start a task. */
export interface ReplicateTaskSummary {
  /** The owner's leave to contribute. */
  workerpoolAuthorization: WorkerpoolAuthorization
  /** TEE tasks only. */
  smsUrl?: string
}

/** Description of a worker by itself. */
export interface WorkerModel {
  /** Name of the worker, such as `worker-1`. */
  name: string
  /** Wallet of the worker. */
  walletAddress: Address
  /** Operating system, as the worker names it. */
  os: string
  /** Processor architecture, such as `x64`. */
  cpu: string
  /** Tasks it can run at once. */
  cpuNb: number
  /** GiB of memory. */
  memorySize: number
  /** Whether it runs TEE tasks. */
  teeEnabled: boolean
  /** Whether it has a GPU for tasks. */
  gpuEnabled: boolean
}

/** Gives workers replicates of tasks that need more contributions. */
export class ReplicateSupply {
  readonly #context: PoolContext

  constructor(context: PoolContext) {
    this.#context = context
  }

  /**
   * The next replicate for a worker; `undefined` when there is none. The first task that fits is
   * given.
   */
  async next(worker: WorkerModel): Promise<ReplicateTaskSummary | undefined> {
    if (this.#computing(worker.walletAddress) >= (worker.gpuEnabled ? 1 : worker.cpuNb))
      return undefined
    for (const task of this.#candidates(worker)) {
      const given = await this.#context.queue.run(task.taskId, () => this.#give(task, worker))
      if (given) return given
    }
    return undefined
  }

  /** Ids of the tasks a worker is busy with. */
  computing(worker: Address): TaskId[] {
    return this.#context.store
      .unfinished()
      .filter((task) => isBusy(task, worker))
      .map((task) => task.taskId)
  }

  /**
   * Whether some worker of the pool could still be given the task; one that is away for a moment
   * counts.
   */
  mayStillBeGiven(task: Task): boolean {
    const open = ['RECEIVED', 'INITIALIZING', 'INITIALIZED', 'RUNNING'].includes(statusOf(task))
    return open && this.#context.workers.some((worker) => mayHave(task, worker))
  }

  #computing(worker: Address): number {
    return this.computing(worker).length
  }

  #candidates(worker: WorkerModel): Task[] {
    const now = this.#context.clock.now()
    const order = (task: Task) => (statusOf(task) === 'RUNNING' ? 0 : 1)
    return this.#context.store
      .unfinished()
      .filter(
        (task) =>
          ['INITIALIZED', 'RUNNING'].includes(statusOf(task)) && now < task.contributionDeadline,
      )
      .filter((task) => worker.teeEnabled || !task.framework)
      .sort((a, b) => order(a) - order(b) || a.contributionDeadline - b.contributionDeadline)
  }

  async #give(
    task: Task,
    { name, walletAddress: worker }: WorkerModel,
  ): Promise<ReplicateTaskSummary | undefined> {
    const { chain, store, owner, log, recorder } = this.#context
    if (
      !['INITIALIZED', 'RUNNING'].includes(statusOf(task)) ||
      !task.enclaveChallenge ||
      !mayHave(task, worker)
    )
      return undefined
    if (!needsMoreContributions(task.replicates, task.trust) || this.#isForAnother(task, worker))
      return undefined
    if ((await chain.viewTask(task.taskId))?.status !== 'ACTIVE') return undefined
    await this.#open(task, worker)
    store.save(task)
    log.info({ taskId: task.taskId, worker }, 'replicate given')
    recorder.note({
      taskId: task.taskId,
      service: 'workerpool',
      name: 'replicate-given',
      facts: { worker, name },
    })
    const hash = workerpoolAuthorizationHash(worker, task.taskId, task.enclaveChallenge)
    return {
      workerpoolAuthorization: {
        chainTaskId: task.taskId,
        workerWallet: worker,
        enclaveChallenge: task.enclaveChallenge,
        signature: { value: await signHash(hash, owner) },
      },
      ...(task.smsUrl === undefined ? {} : { smsUrl: task.smsUrl }),
    }
  }

  /**
   * Whether a worker that is free comes before this one: it has heard that there is work, and asks
   * as well.
   */
  #isForAnother(task: Task, worker: Address): boolean {
    const { rank, workers, notifier } = this.#context
    if (!rank) return false
    // In lower case, as seeds have always known them.
    const place = (wallet: Address) => rank(`${task.taskId} ${wallet.toLowerCase()}`)
    return workers.some(
      (other) =>
        place(other) > place(worker) &&
        notifier.isAlive(other) &&
        this.#computing(other) === 0 &&
        mayHave(task, other),
    )
  }

  async #open(task: Task, worker: Address): Promise<void> {
    const { chain, clock } = this.#context
    const now = clock.now()
    const date = new Date(now).toISOString()
    const lost = replicateOf(task, worker)
    if (lost) lost.updates.push({ status: 'RECOVERING', date, modifier: 'POOL_MANAGER' })
    else {
      task.replicates.push({
        workerWallet: worker,
        updates: [{ status: 'CREATED', date, modifier: 'POOL_MANAGER' }],
        createdAt: now,
        weight: Number(votingPower(await chain.viewScore(worker))),
      })
    }
  }
}

/** Whether a worker may be given the task: it never was, or it went away with it and is back. */
function mayHave(task: Task, worker: Address): boolean {
  const replicate = replicateOf(task, worker)
  return replicate === undefined || isRecoverable(replicate)
}

/** A replicate keeps its worker busy until it waits for the others or is over. */
function isBusy(task: Task, worker: Address): boolean {
  const replicate = replicateOf(task, worker)
  if (replicate === undefined || isOver(replicate)) return false
  return !hasBeen(replicate, 'CONTRIBUTED') && !hasBeen(replicate, 'CONTRIBUTE_AND_FINALIZE_DONE')
}

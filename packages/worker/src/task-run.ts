import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { CollectedFolder } from '@iexec-sim/docker'
import {
  type Bytes32,
  type ComputedFile,
  callbackBytes,
  type Hex,
  type ReplicateCause,
  type TaskDescription,
  type WorkerpoolAuthorization,
} from '@iexec-sim/protocol'
import type { OutputCopy } from './output-tree.ts'

/**
 * A failed step of a task, with a reason of the real network's list and details for the status
 * report.
 */
export class TaskFailure extends Error {
  override readonly name = 'TaskFailure'
  readonly reason: ReplicateCause
  readonly details: { exitCode?: number; diagnosis?: string }

  constructor(reason: ReplicateCause, details: { exitCode?: number; diagnosis?: string } = {}) {
    super(reason)
    this.reason = reason
    this.details = details
  }
}

/** Last output of an app. */
export interface AppOutput {
  /** The last 100,000 characters. */
  stdout: string
  /** The last 100,000 characters. */
  stderr: string
}

/** The result of a run: its digest, and the statement that names it. */
export interface ComputedResult {
  /** Digest of the result, bytes32 hex. */
  digest: Bytes32
  /** `computed.json` with the fields that the post-compute has added. */
  computed: ComputedFile
}

/** A worker's run of one task: its order, its findings and its files. */
export class TaskRun {
  readonly authorization: WorkerpoolAuthorization
  smsUrl: string | undefined
  readonly dir: string
  readonly #abort = new AbortController()
  /** Read from the chain when the run starts; see {@link DescribedRun}. */
  description: TaskDescription | undefined
  /** Set by the post-compute; see {@link ComputedRun}. */
  result: ComputedResult | undefined
  output: AppOutput | undefined
  refusedHosts: string[] = []
  /** Whether the authorization was found to be the pool owner's. */
  isAuthorized = false
  /** Whether the end of the run is not reported. */
  abandoned = false
  /** Files copied out of the app's container; `undefined` until it has run. */
  collected: CollectedFolder | undefined
  /** Removal of the app's container, which begins when its output is copied. Does not reject. */
  removal: Promise<void> = Promise.resolve()
  /**
   * Start of the run, for asking the slot which hosts it refused since. Milliseconds since 1970.
   */
  startedAt = 0

  constructor(
    authorization: WorkerpoolAuthorization,
    smsUrl: string | undefined,
    workerDir: string,
  ) {
    this.authorization = authorization
    this.smsUrl = smsUrl
    this.dir = join(workerDir, authorization.chainTaskId)
  }

  get taskId() {
    return this.authorization.chainTaskId
  }

  get inputDir(): string {
    return join(this.dir, 'input')
  }

  get outputDir(): string {
    return join(this.dir, 'output', 'iexec_out')
  }

  /** The app's output, read by the rules for results. */
  get outputCopy(): OutputCopy {
    return { dir: this.outputDir, links: this.collected?.links ?? {} }
  }

  /** Whether the app wrote more than a result may hold. */
  get tooLarge(): boolean {
    return Boolean(this.collected?.truncated)
  }

  get tempDir(): string {
    return join(this.dir, 'output')
  }

  get signal(): AbortSignal {
    return this.#abort.signal
  }

  /** The bytes for the deal's callback contract; `0x` without. */
  get callbackData(): Hex {
    return callbackBytes(this.result?.computed['callback-data'] ?? '0x')
  }

  /** Makes the task's folders, readable by the worker alone. */
  prepareFolders(): void {
    for (const folder of [this.inputDir, this.outputDir])
      mkdirSync(folder, { recursive: true, mode: 0o700 })
  }

  /** Stops the run without a report: the scheduler sees this worker go away. */
  abandon(): void {
    this.abandoned = true
    this.abort()
  }

  /** Stops the running work. */
  abort(): void {
    this.#abort.abort(new Error('The task was aborted.'))
  }

  /** Removes the task's files. */
  clean(): void {
    rmSync(this.dir, { recursive: true, force: true })
  }
}

/** A run that has read its task: every stage after the first works on one. */
export type DescribedRun = TaskRun & {
  /** The task, its deal and its app. */
  description: TaskDescription
}

/** A run with a result: contribution, reveal and upload work on one. */
export type ComputedRun = DescribedRun & {
  /** Digest and statement of the result. */
  result: ComputedResult
}

/** Whether a run has read its task. */
export const isDescribed = (run: TaskRun): run is DescribedRun => run.description !== undefined

/**
 * Turns work on described runs into work on any run; one that is not described fails with
 * `TASK_DESCRIPTION_NOT_FOUND`.
 */
export function ofDescribed<C, T>(
  work: (context: C, run: DescribedRun) => Promise<T>,
): (context: C, run: TaskRun) => Promise<T> {
  return async (context, run) => {
    if (!isDescribed(run)) throw new TaskFailure('TASK_DESCRIPTION_NOT_FOUND')
    return work(context, run)
  }
}

/** Checks that a run has a result; fails with `DETERMINISM_HASH_NOT_FOUND` if it has none. */
export function assertComputed(run: DescribedRun): asserts run is ComputedRun {
  if (!run.result) throw new TaskFailure('DETERMINISM_HASH_NOT_FOUND')
}

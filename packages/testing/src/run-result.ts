import { SimError } from '@iexec-sim/base'
import type { DealId, TaskId } from '@iexec-sim/protocol'

/** Output of a task. */
export interface TaskLogs {
  /** The last 100,000 characters of the app's standard output. */
  stdout: string
  /** The last 100,000 characters of the app's standard error. */
  stderr: string
}

/** A canary that a task gave away. Its value is not in here. */
export interface Leak {
  /** The secret: its family, its owner and its name. */
  secret: { family: string; owner: string; name: string }
  /** Where it was: `stdout of worker-1`, `file result.txt of worker-1`, `calldata of 0x…`. */
  where: string
  /** How it was written: `plain`, `base64`, `hex`, `url`, `json`, `reversed`, `split over lines`. */
  encoding: string
  /** Bytes before it. */
  offset: number
}

/** Content of a {@link RunResult}. */
export interface RunOutcome {
  /** Id of the deal. */
  dealId: DealId
  /** Id of the task. */
  taskId: TaskId
  /** Status on chain; `UNSET` before initialization. */
  status: string
  /** Cause of the first replicate that failed; `undefined` if none did. */
  cause: string | undefined
  /** More about that cause, if something is known. */
  reason: string | undefined
  /** Output of the app, one entry per worker that ran it. */
  logs: readonly TaskLogs[]
  /** Canaries that the task gave away; empty if it gave none away. */
  leaks: readonly Leak[]
  /** Files of the result by their paths; empty if there is none. */
  files: Readonly<Record<string, Uint8Array>>
}

/** Outcome of a task. */
export class RunResult {
  readonly dealId: DealId
  readonly taskId: TaskId
  /** Whether the task was completed on chain. */
  readonly completed: boolean
  /** Status on chain. */
  readonly status: string
  /**
   * Why the first replicate that failed did so, in the network's own words such as
   * `APP_COMPUTE_FAILED`.
   */
  readonly cause: string | undefined
  /** More about it, which a real network would not tell. */
  readonly reason: string | undefined
  /** Output of the app on each worker. */
  readonly logs: readonly TaskLogs[]
  /**
   * Canaries that the task gave away: secrets pushed with `canary` that were found in its output,
   * files, callback data or transactions. `expect(result.leaks).toEqual([])`.
   */
  readonly leaks: readonly Leak[]
  /**
   * Files of the result, by their paths in its archive. Empty when there is none, or it is
   * encrypted.
   */
  readonly files: Readonly<Record<string, Uint8Array>>

  constructor(outcome: RunOutcome) {
    this.dealId = outcome.dealId
    this.taskId = outcome.taskId
    this.status = outcome.status
    this.completed = outcome.status === 'COMPLETED'
    this.cause = outcome.cause
    this.reason = outcome.reason
    this.logs = outcome.logs
    this.leaks = outcome.leaks
    this.files = outcome.files
  }

  /**
   * A file of the result as text; without a name the only one besides `computed.json`. Throws
   * `NO_RESULT` and `NO_RESULT_FILE`.
   */
  text(file?: string): string {
    const names = Object.keys(this.files).filter((name) => name !== 'computed.json')
    const name = file ?? (names.length === 1 ? names[0]! : 'result.txt')
    const bytes = this.files[name]
    if (bytes) return Buffer.from(bytes).toString('utf8')
    const reason = [this.status, this.cause, this.reason].filter(Boolean).join(', ')
    if (names.length === 0) throw new SimError('NO_RESULT', { taskId: this.taskId, reason })
    throw new SimError('NO_RESULT_FILE', {
      taskId: this.taskId,
      file: name,
      files: names.join(', '),
    })
  }

  /** A file of the result as JSON. Throws as {@link text} does. */
  json<T = unknown>(file?: string): T {
    return JSON.parse(this.text(file)) as T
  }
}

import type {
  Address,
  Bytes32,
  DealId,
  Hex,
  ReplicateCause,
  ReplicateStatus,
  TaskId,
  TaskStatus,
  TeeFramework,
} from '@iexec-sim/protocol'

/** Origin of a replicate's status change. */
type Modifier = 'WORKER' | 'POOL_MANAGER'

/** A status a replicate took, and why. */
export interface ReplicateStatusUpdate {
  /** The status it took. */
  status: ReplicateStatus
  /** ISO 8601. */
  date: string
  /** Service that set the status. */
  modifier: Modifier
  /** Reason of a failure or an abort. */
  cause?: ReplicateCause
}

/** Output of an app; each text holds at most the last 100,000 characters. */
export interface ComputeLogs {
  /** The worker that ran the app. */
  walletAddress: Address
  /** The last 100,000 characters. */
  stdout: string
  /** The last 100,000 characters. */
  stderr: string
}

/**
 * Observations of a worker beyond the real network's causes: why evidence was refused, which host
 * the app wanted. Shown by `task show` only.
 */
export interface Diagnosis {
  /** Sentence or end of one; no secret is quoted. */
  reason?: string
  /** Host names the app asked for and could not reach. */
  refusedHosts?: string[]
  /** Arguments the app was started with, as the worker split them. */
  argv?: string[]
  /** Surprises in sentences: arguments or files that were dropped. */
  notes?: string[]
}

/** A worker's run of a task. */
export interface Replicate {
  /** The worker. */
  workerWallet: Address
  /** Statuses, oldest first. */
  updates: ReplicateStatusUpdate[]
  /** Milliseconds since 1970. */
  createdAt: number
  /** Voting power of the worker when it got the task. */
  weight: number
  /** Result hash of the contribution; absent before it. */
  contributionHash?: Bytes32
  /** Text of the link; see `formatResultLink`. */
  resultLink?: string
  /** Bytes for the callback contract. */
  chainCallbackData?: Hex
  /** Exit code of the app, where it failed. */
  exitCode?: number
  /** Output of the app, once reported. */
  logs?: ComputeLogs
  /**
   * Whether the requester may fetch the logs over the public API; `task logs` shows them in any
   * case.
   */
  logsPublic?: boolean
  /** Observations of the worker, once reported. */
  diagnosis?: Diagnosis
}

/** A task as the scheduler keeps it. Deadlines are milliseconds since 1970. */
export interface Task {
  /** Id of the task. */
  taskId: TaskId
  /** Id of its deal. */
  dealId: DealId
  /** Index of the task, counted from the deal's `botFirst`. */
  index: number
  /** The deal's tag; see `decodeTag`. */
  tag: Hex
  /** The deal's trust. */
  trust: number
  /** TEE framework; absent for a standard task. */
  framework?: TeeFramework
  /** Wallet that signed the request. */
  requester: Address
  /** Whether the deal names a callback contract. */
  hasCallback: boolean
  /** Name of the app's image. */
  image: string
  /** Arguments of the app, as the deal has them. */
  commandLine: string
  /** Milliseconds each stage may run. */
  maxExecutionTimeMs: number
  /** Last moment for contributions. */
  contributionDeadline: number
  /** Last moment to finalize; afterwards the task can be claimed. */
  finalDeadline: number
  /** Last moment for reveals; absent before consensus. */
  revealDeadline?: number
  /** Address of the enclave's key; TEE tasks only. */
  enclaveChallenge?: Address
  /** URL of the SMS; TEE tasks only. */
  smsUrl?: string
  /** Number of the block that initialized the task. */
  initializationBlock?: number
  /** Result hash that won; absent before consensus. */
  consensus?: Bytes32
  /** Worker that was chosen to upload the result. */
  uploadingWorker?: Address
  /** Text of the link; see `formatResultLink`. */
  resultLink?: string
  /** Bytes for the callback contract. */
  chainCallbackData?: Hex
  /** Statuses, oldest first, each with its ISO 8601 date. */
  statuses: { status: TaskStatus; date: string }[]
  /** Runs of the task, oldest first. */
  replicates: Replicate[]
  /** Why the task failed, where the status does not say it. */
  diagnosis?: Diagnosis
}

/** A task's status now. */
export const statusOf = (task: Task): TaskStatus => task.statuses.at(-1)!.status
/** A replicate's status now. */
export const replicateStatus = (replicate: Replicate): ReplicateStatus =>
  replicate.updates.at(-1)!.status
/** Whether a replicate ever took a status. */
export const hasBeen = (replicate: Replicate, status: ReplicateStatus): boolean =>
  replicate.updates.some((update) => update.status === status)
/** The replicate of a worker, if it has one. */
export const replicateOf = (task: Task, worker: Address): Replicate | undefined =>
  task.replicates.find((replicate) => replicate.workerWallet === worker)

const OVER: readonly ReplicateStatus[] = [
  'ABORTED',
  'FAILED',
  'COMPLETED',
  'COMPLETE_FAILED',
  'WORKER_LOST',
  'START_FAILED',
  'COMPUTE_FAILED',
  'CONTRIBUTE_FAILED',
  'REVEAL_FAILED',
  'CONTRIBUTE_AND_FINALIZE_FAILED',
]
/** Whether a replicate can still lead somewhere. */
export const isOver = (replicate: Replicate): boolean => OVER.includes(replicateStatus(replicate))

/**
 * Whether a worker that went away before it contributed may be given its replicate again when it is
 * back.
 */
export const isRecoverable = (replicate: Replicate): boolean =>
  replicateStatus(replicate) === 'WORKER_LOST' && replicate.contributionHash === undefined

/** Status updates of a replicate since it was (re)assigned. */
export function currentUpdates({ updates }: Replicate): ReplicateStatusUpdate[] {
  return updates.slice(updates.findLastIndex(({ status }) => status === 'RECOVERING') + 1)
}

/** Statuses that end a replicate before its computation succeeded. */
export const FAILED_BEFORE_COMPUTED: readonly ReplicateStatus[] = [
  'START_FAILED',
  'APP_DOWNLOAD_FAILED',
  'DATA_DOWNLOAD_FAILED',
  'COMPUTE_FAILED',
]

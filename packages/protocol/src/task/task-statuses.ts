/** Status of a task in the scheduler, in the real network's order. */
export const TASK_STATUSES = [
  'RECEIVED',
  'INITIALIZING',
  'INITIALIZED',
  'INITIALIZE_FAILED',
  'RUNNING',
  'RUNNING_FAILED',
  'CONTRIBUTION_TIMEOUT',
  'CONSENSUS_REACHED',
  'REOPENING',
  'REOPENED',
  'REOPEN_FAILED',
  'AT_LEAST_ONE_REVEALED',
  'RESULT_UPLOADING',
  'RESULT_UPLOADED',
  'RESULT_UPLOAD_TIMEOUT',
  'FINALIZING',
  'FINALIZED',
  'FINALIZE_FAILED',
  'FINAL_DEADLINE_REACHED',
  'COMPLETED',
  'FAILED',
] as const
/** Status of a task in the scheduler. */
export type TaskStatus = (typeof TASK_STATUSES)[number]

/** Whether the scheduler is done with a task. */
export const isFinalTaskStatus = (status: TaskStatus): boolean =>
  status === 'COMPLETED' || status === 'FAILED'

/** Status of a replicate, a worker's run of a task, in the real network's order. */
export const REPLICATE_STATUSES = [
  'CREATED',
  'STARTING',
  'START_FAILED',
  'STARTED',
  'APP_DOWNLOADING',
  'APP_DOWNLOAD_FAILED',
  'APP_DOWNLOADED',
  'DATA_DOWNLOADING',
  'DATA_DOWNLOAD_FAILED',
  'DATA_DOWNLOADED',
  'COMPUTING',
  'COMPUTE_FAILED',
  'COMPUTED',
  'CONTRIBUTING',
  'CONTRIBUTE_FAILED',
  'CONTRIBUTED',
  'REVEALING',
  'REVEAL_FAILED',
  'REVEALED',
  'RESULT_UPLOAD_REQUESTED',
  'RESULT_UPLOADING',
  'RESULT_UPLOAD_FAILED',
  'RESULT_UPLOADED',
  'CONTRIBUTE_AND_FINALIZE_ONGOING',
  'CONTRIBUTE_AND_FINALIZE_FAILED',
  'CONTRIBUTE_AND_FINALIZE_DONE',
  'COMPLETING',
  'COMPLETE_FAILED',
  'COMPLETED',
  'FAILED',
  'ABORTED',
  'RECOVERING',
  'WORKER_LOST',
] as const
/** Status of a replicate. */
export type ReplicateStatus = (typeof REPLICATE_STATUSES)[number]

/** Order of the scheduler to a worker, in response to a status update or as a notification. */
export type TaskNotificationType =
  | 'PLEASE_START'
  | 'PLEASE_CONTINUE'
  | 'PLEASE_DOWNLOAD_APP'
  | 'PLEASE_DOWNLOAD_DATA'
  | 'PLEASE_COMPUTE'
  | 'PLEASE_CONTRIBUTE'
  | 'PLEASE_CONTRIBUTE_AND_FINALIZE'
  | 'PLEASE_REVEAL'
  | 'PLEASE_UPLOAD'
  | 'PLEASE_COMPLETE'
  | 'PLEASE_WAIT'
  | 'PLEASE_ABORT'

import type { ReplicateCause, ReplicateStatus, TaskNotificationType } from '@iexec-sim/protocol'

/** The normal course of a replicate: the next statuses and the next order to the worker. */
const WORKFLOW: Partial<
  Record<ReplicateStatus, { next: readonly ReplicateStatus[]; action?: TaskNotificationType }>
> = {
  CREATED: { next: ['STARTING'] },
  STARTING: { next: ['STARTED', 'START_FAILED'], action: 'PLEASE_CONTINUE' },
  STARTED: { next: ['APP_DOWNLOADING'], action: 'PLEASE_DOWNLOAD_APP' },
  START_FAILED: { next: [], action: 'PLEASE_ABORT' },
  APP_DOWNLOADING: { next: ['APP_DOWNLOADED', 'APP_DOWNLOAD_FAILED'], action: 'PLEASE_CONTINUE' },
  APP_DOWNLOADED: { next: ['DATA_DOWNLOADING'], action: 'PLEASE_DOWNLOAD_DATA' },
  APP_DOWNLOAD_FAILED: { next: ['CONTRIBUTING'], action: 'PLEASE_CONTRIBUTE' },
  DATA_DOWNLOADING: {
    next: ['DATA_DOWNLOADED', 'DATA_DOWNLOAD_FAILED'],
    action: 'PLEASE_CONTINUE',
  },
  DATA_DOWNLOADED: { next: ['COMPUTING'], action: 'PLEASE_COMPUTE' },
  DATA_DOWNLOAD_FAILED: { next: ['CONTRIBUTING'], action: 'PLEASE_CONTRIBUTE' },
  COMPUTING: { next: ['COMPUTED', 'COMPUTE_FAILED'], action: 'PLEASE_CONTINUE' },
  COMPUTED: {
    next: ['CONTRIBUTING', 'CONTRIBUTE_AND_FINALIZE_ONGOING'],
    action: 'PLEASE_CONTRIBUTE',
  },
  COMPUTE_FAILED: { next: [], action: 'PLEASE_ABORT' },
  CONTRIBUTING: { next: ['CONTRIBUTED', 'CONTRIBUTE_FAILED'], action: 'PLEASE_CONTINUE' },
  CONTRIBUTE_FAILED: { next: [], action: 'PLEASE_ABORT' },
  CONTRIBUTED: { next: ['REVEALING'], action: 'PLEASE_WAIT' },
  REVEALING: { next: ['REVEALED', 'REVEAL_FAILED'], action: 'PLEASE_CONTINUE' },
  REVEAL_FAILED: { next: [], action: 'PLEASE_ABORT' },
  REVEALED: { next: ['RESULT_UPLOAD_REQUESTED', 'COMPLETING'], action: 'PLEASE_WAIT' },
  RESULT_UPLOAD_REQUESTED: { next: ['RESULT_UPLOADING'] },
  RESULT_UPLOADING: {
    next: ['RESULT_UPLOADED', 'RESULT_UPLOAD_FAILED'],
    action: 'PLEASE_CONTINUE',
  },
  RESULT_UPLOADED: { next: ['COMPLETING'], action: 'PLEASE_WAIT' },
  RESULT_UPLOAD_FAILED: { next: ['COMPLETING'], action: 'PLEASE_ABORT' },
  CONTRIBUTE_AND_FINALIZE_ONGOING: {
    next: ['CONTRIBUTE_AND_FINALIZE_DONE', 'CONTRIBUTE_AND_FINALIZE_FAILED'],
    action: 'PLEASE_CONTINUE',
  },
  CONTRIBUTE_AND_FINALIZE_DONE: { next: ['COMPLETING'], action: 'PLEASE_WAIT' },
  CONTRIBUTE_AND_FINALIZE_FAILED: { next: [], action: 'PLEASE_ABORT' },
  COMPLETING: { next: ['COMPLETED', 'COMPLETE_FAILED'], action: 'PLEASE_CONTINUE' },
  COMPLETED: { next: [], action: 'PLEASE_WAIT' },
  COMPLETE_FAILED: { next: [], action: 'PLEASE_ABORT' },
  ABORTED: { next: ['COMPLETED'], action: 'PLEASE_ABORT' },
  FAILED: { next: [], action: 'PLEASE_ABORT' },
}

const FINAL: readonly ReplicateStatus[] = ['COMPLETED', 'FAILED', 'ABORTED']
/**
 * Statuses that `FAILED` cannot follow: those after a reveal, and those of a replicate that is over
 * or lost.
 */
const CANNOT_FAIL: readonly ReplicateStatus[] = [
  'REVEALED',
  'RESULT_UPLOAD_REQUESTED',
  'RESULT_UPLOADING',
  'RESULT_UPLOAD_FAILED',
  'RESULT_UPLOADED',
  'CONTRIBUTE_AND_FINALIZE_DONE',
  'COMPLETING',
  'COMPLETE_FAILED',
  'COMPLETED',
  'FAILED',
  'RECOVERING',
  'WORKER_LOST',
]

/** Whether a replicate may go from one status to another. */
export function mayFollow(from: ReplicateStatus, to: ReplicateStatus): boolean {
  if (WORKFLOW[from]?.next.includes(to)) return true
  if (to === 'WORKER_LOST' || to === 'ABORTED') return !FINAL.includes(from)
  if (to === 'RESULT_UPLOAD_FAILED' && from === 'RESULT_UPLOAD_REQUESTED') return true
  if (to === 'FAILED') return !CANNOT_FAIL.includes(from)
  if (to === 'RECOVERING') return !FINAL.includes(from)
  return (from === 'WORKER_LOST' || from === 'RECOVERING') && to in WORKFLOW && to !== 'CREATED'
}

/** Causes of a failed download that are contributed as the task's result. */
const CONTRIBUTED_CAUSES: Partial<Record<ReplicateStatus, readonly ReplicateCause[]>> = {
  APP_DOWNLOAD_FAILED: ['APP_IMAGE_DOWNLOAD_FAILED'],
  DATA_DOWNLOAD_FAILED: [
    'DATASET_FILE_DOWNLOAD_FAILED',
    'DATASET_FILE_BAD_CHECKSUM',
    'INPUT_FILES_DOWNLOAD_FAILED',
  ],
}

/**
 * Next order for a worker after a status report. A failed download of a standard task is
 * contributed as its result.
 */
export function nextAction(
  status: ReplicateStatus,
  cause: ReplicateCause | undefined,
  finalizesAtOnce: boolean,
): TaskNotificationType {
  const contributed = CONTRIBUTED_CAUSES[status]
  if (contributed)
    return cause && contributed.includes(cause) ? 'PLEASE_CONTRIBUTE' : 'PLEASE_ABORT'
  if (status === 'COMPUTED' && finalizesAtOnce) return 'PLEASE_CONTRIBUTE_AND_FINALIZE'
  return WORKFLOW[status]?.action ?? 'PLEASE_WAIT'
}

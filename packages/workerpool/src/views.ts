import type { Replicate, Task } from './model.ts'
import { replicateStatus, statusOf } from './model.ts'

/** A task as the public API shows it: ids, statuses and causes, never what an app printed. */
export function taskModel(task: Task, selfUrl: string) {
  return {
    chainTaskId: task.taskId,
    replicates: task.replicates.map((replicate) => replicateModel(task, replicate, selfUrl)),
    maxExecutionTime: task.maxExecutionTimeMs,
    tag: task.tag,
    dappType: 'DOCKER',
    dappName: task.image,
    commandLine: task.commandLine,
    initializationBlockNumber: task.initializationBlock ?? 0,
    currentStatus: statusOf(task),
    trust: task.trust,
    uploadingWorkerWalletAddress: task.uploadingWorker ?? null,
    consensus: task.consensus ?? null,
    contributionDeadline: new Date(task.contributionDeadline).toISOString(),
    revealDeadline:
      task.revealDeadline === undefined ? null : new Date(task.revealDeadline).toISOString(),
    finalDeadline: new Date(task.finalDeadline).toISOString(),
    resultLink: task.resultLink ?? null,
    chainCallbackData: task.chainCallbackData ?? null,
    dateStatusList: task.statuses.map(({ date, status }) => ({ date, status })),
  }
}

/** A replicate as the public API shows it; empty members are left out. */
export function replicateModel(task: Task, replicate: Replicate, selfUrl: string) {
  const self = `${selfUrl}/tasks/${task.taskId}/replicates/${replicate.workerWallet}`
  return {
    self,
    chainTaskId: task.taskId,
    walletAddress: replicate.workerWallet,
    currentStatus: replicateStatus(replicate),
    statusUpdateList: replicate.updates.map(({ status, date, cause }) => ({
      status,
      date,
      ...(cause ? { cause } : {}),
    })),
    ...(replicate.resultLink ? { resultLink: replicate.resultLink } : {}),
    ...(replicate.chainCallbackData ? { chainCallbackData: replicate.chainCallbackData } : {}),
    ...(replicate.contributionHash ? { contributionHash: replicate.contributionHash } : {}),
    ...(replicate.logs && replicate.logsPublic ? { appLogs: `${self}/logs` } : {}),
    ...(replicate.exitCode === undefined ? {} : { appExitCode: replicate.exitCode }),
  }
}

/** Logs of a replicate; empty texts are left out. */
export function logsModel({ logs }: Replicate) {
  if (!logs) return undefined
  const { walletAddress, stdout, stderr } = logs
  return { walletAddress, ...(stdout ? { stdout } : {}), ...(stderr ? { stderr } : {}) }
}

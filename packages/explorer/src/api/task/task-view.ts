import {
  decodeResultLink,
  decodeTag,
  isFinalTaskStatus,
  type OnchainTask,
  parseDealParams,
  teeFrameworkOf,
} from '@iexec-sim/protocol'
import type { Replicate } from '@iexec-sim/workerpool/client'
import type { TaskView } from '../../schema/task/task.ts'
import type { ExplorerSources } from '../../sources.ts'
import type { FoundTask } from './find-task.ts'

/** A task as the page shows it. */
export function taskView(
  { workers, profile }: ExplorerSources,
  { taskId, task, onchain, deal }: FoundTask,
): TaskView {
  const chainStatus = onchain?.status ?? null
  const params = parseDealParams(deal.params, profile.generation)
  const status = task?.statuses.at(-1)?.status
  return {
    taskId,
    dealId: deal.dealId,
    index: Number(deal.botFirst) + (task?.index ?? Number(onchain?.index ?? 0n)),
    app: deal.app.pointer,
    image: task?.image ?? null,
    args: params.args,
    secrets: params.secrets,
    tag: decodeTag(deal.tag),
    framework: teeFrameworkOf(deal.tag) ?? null,
    requester: deal.requester,
    trust: Number(deal.trust),
    category: Number(deal.category),
    status: status ?? chainStatus ?? 'UNSET',
    chainStatus,
    isOver: status
      ? isFinalTaskStatus(status)
      : chainStatus === 'COMPLETED' || chainStatus === 'FAILED',
    statuses: task?.statuses ?? [],
    ...deadlinesOf(onchain),
    result: decodeResultLink(onchain?.results ?? '0x'),
    digest: onchain && BigInt(onchain.resultDigest) !== 0n ? onchain.resultDigest : null,
    callbackData: onchain && onchain.resultsCallback !== '0x' ? onchain.resultsCallback : null,
    ...(task?.diagnosis?.reason ? { reason: task.diagnosis.reason } : {}),
    replicates: (task?.replicates ?? []).map((replicate) => replicateView(replicate, workers)),
  }
}

/** Name of a worker, or its address if it does not belong to the pool. */
export const workerName = (workers: ExplorerSources['workers'], address: string): string =>
  workers.find((worker) => worker.address.toLowerCase() === address.toLowerCase())?.name ?? address

const momentOf = (seconds: bigint | undefined): string | null =>
  seconds ? new Date(Number(seconds) * 1_000).toISOString() : null

const deadlinesOf = (onchain: OnchainTask | undefined) => ({
  contributionDeadline: momentOf(onchain?.contributionDeadline),
  revealDeadline: momentOf(onchain?.revealDeadline),
  finalDeadline: momentOf(onchain?.finalDeadline),
})

function replicateView(
  { workerWallet, updates, exitCode, diagnosis }: Replicate,
  workers: ExplorerSources['workers'],
): TaskView['replicates'][number] {
  const { reason, notes, refusedHosts, argv } = diagnosis ?? {}
  return {
    worker: workerName(workers, workerWallet),
    address: workerWallet,
    status: updates.at(-1)!.status,
    updates: updates.map(({ date, status, cause }) => ({ date, status, ...(cause && { cause }) })),
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(reason === undefined ? {} : { reason }),
    ...(notes === undefined ? {} : { notes }),
    ...(refusedHosts === undefined ? {} : { refusedHosts }),
    ...(argv === undefined ? {} : { argv }),
  }
}

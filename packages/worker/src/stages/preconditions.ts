import {
  isHashSignedBy,
  type ReplicateCause,
  workerpoolAuthorizationHash,
} from '@iexec-sim/protocol'
import { TaskFailure, type TaskRun } from '../task-run.ts'
import type { WorkerContext } from '../worker-context.ts'

/**
 * Checks, before each step that costs something, that the task can still be contributed to. The
 * first failed check decides.
 */
export async function checkPreconditions(context: WorkerContext, run: TaskRun): Promise<void> {
  const cause = await failedPrecondition(context, run)
  if (cause) throw new TaskFailure(cause)
}

async function failedPrecondition(
  { chain, wallet, clock }: WorkerContext,
  run: TaskRun,
): Promise<ReplicateCause | undefined> {
  const worker = run.authorization.workerWallet
  const readings = [chain.viewAccount(worker), chain.viewContribution(run.taskId, worker)] as const
  for (const reading of readings) reading.catch(() => {}) // thrown where it is looked at
  const task = await chain.viewTask(run.taskId).catch(() => undefined)
  const deal =
    run.description?.deal ?? (task && (await chain.viewDeal(task.dealId).catch(() => undefined)))
  if (!task || !deal) return 'CHAIN_UNREACHABLE'
  const [account, contribution] = readings
  if ((await account).stake < deal.workerStake) return 'STAKE_TOO_LOW'
  if (task.status !== 'ACTIVE') return 'TASK_NOT_ACTIVE'
  if (clock.now() >= Number(task.contributionDeadline) * 1000) return 'CONTRIBUTION_TIMEOUT'
  if ((await contribution).status !== 'UNSET') return 'CONTRIBUTION_ALREADY_SET'
  // Neither the authorization nor a deal's owner changes, so one look is enough.
  if (run.isAuthorized) return undefined
  const hash = workerpoolAuthorizationHash(worker, run.taskId, run.authorization.enclaveChallenge)
  run.isAuthorized =
    wallet.address === worker &&
    isHashSignedBy(hash, run.authorization.signature.value, deal.workerpool.owner)
  return run.isAuthorized ? undefined : 'WORKERPOOL_AUTHORIZATION_NOT_FOUND'
}

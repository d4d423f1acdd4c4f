import {
  describeTask,
  RESERVED_SECRETS,
  signHash,
  workerpoolAuthorizationHash,
  ZERO_ADDRESS,
} from '@iexec-sim/protocol'
import { type DescribedRun, isDescribed, TaskFailure, type TaskRun } from '../task-run.ts'
import type { WorkerContext } from '../worker-context.ts'
import { checkPreconditions } from './preconditions.ts'

/** Reads what the task is and checks that this worker can run it. */
export async function start(context: WorkerContext, run: TaskRun): Promise<void> {
  await checkPreconditions(context, run)
  run.description = await describeTask(context.chain, run.taskId, context.generation)
  if (!isDescribed(run)) throw new TaskFailure('TASK_DESCRIPTION_NOT_FOUND')
  run.startedAt = Date.now()
  run.prepareFolders()
  if (run.description.framework) return startTee(context, run)
  if (run.description.params.resultEncryption) throw new TaskFailure('TASK_DESCRIPTION_INVALID')
}

async function startTee(context: WorkerContext, run: DescribedRun): Promise<void> {
  const { framework, deal } = run.description
  if (!framework || !context.launchers[framework]) throw new TaskFailure('TEE_NOT_SUPPORTED')
  if (!run.smsUrl) throw new TaskFailure('UNKNOWN_SMS')
  const sms = context.sms(run.smsUrl)
  const properties = await sms.properties(framework).catch(() => undefined)
  if (!properties) throw new TaskFailure('GET_TEE_SERVICES_CONFIGURATION_FAILED')
  if (deal.callback === ZERO_ADDRESS) await shareUploadToken(context, run)
}

/**
 * Gives the SMS this worker's upload token, for the post-compute enclave. Without one the
 * requester's is used, so failures are ignored.
 */
async function shareUploadToken(
  { results, wallet, sms, sharedTokens, log }: WorkerContext,
  run: TaskRun,
): Promise<void> {
  try {
    const { workerWallet, enclaveChallenge } = run.authorization
    const signature = await signHash(
      workerpoolAuthorizationHash(workerWallet, run.taskId, enclaveChallenge),
      wallet,
    )
    const token = await results.issueToken(run.authorization, signature)
    if (sharedTokens.get(run.smsUrl!) === token) return
    await sms(run.smsUrl!).putNamedSecret(wallet, RESERVED_SECRETS.ipfsToken, token)
    sharedTokens.set(run.smsUrl!, token)
  } catch (error) {
    log.warn(
      { taskId: run.taskId, reason: (error as Error).message },
      'upload token could not be shared',
    )
  }
}

import {
  describeTask,
  RESERVED_SECRETS,
  signHash,
  type TeeFramework,
  workerpoolAuthorizationHash,
  ZERO_ADDRESS,
} from '@iexec-sim/protocol'
import { type DescribedRun, isDescribed, TaskFailure, type TaskRun } from '../task-run.ts'
import type { WorkerContext } from '../worker-context.ts'
import { checkPreconditions } from './preconditions.ts'
import { teeServices } from './tee-services.ts'

/** Reads the task and checks that this worker can run it. */
export async function start(context: WorkerContext, run: TaskRun): Promise<void> {
  await checkPreconditions(context, run)
  run.description = await describeTask(context.chain, run.taskId, context.generation)
  if (!isDescribed(run)) throw new TaskFailure('TASK_DESCRIPTION_NOT_FOUND')
  run.startedAt = Date.now()
  run.prepareFolders()
  const { framework, params } = run.description
  if (framework) return startTee(context, run, framework)
  if (params.resultEncryption) throw new TaskFailure('TASK_DESCRIPTION_INVALID')
}

async function startTee(
  context: WorkerContext,
  run: DescribedRun,
  framework: TeeFramework,
): Promise<void> {
  const { smsUrl } = teeServices(context, run, framework)
  const properties = await context
    .sms(smsUrl)
    .properties(framework)
    .catch(() => undefined)
  if (!properties) throw new TaskFailure('GET_TEE_SERVICES_CONFIGURATION_FAILED')
  if (run.description.deal.callback === ZERO_ADDRESS) await shareUploadToken(context, run, smsUrl)
}

/**
 * Gives the SMS this worker's upload token, for the post-compute enclave. Without one the
 * requester's is used, so failures are ignored.
 */
async function shareUploadToken(
  { results, wallet, sms, sharedTokens, log }: WorkerContext,
  run: TaskRun,
  smsUrl: string,
): Promise<void> {
  try {
    const { workerWallet, enclaveChallenge } = run.authorization
    const signature = await signHash(
      workerpoolAuthorizationHash(workerWallet, run.taskId, enclaveChallenge),
      wallet,
    )
    const token = await results.issueToken(run.authorization, signature)
    if (sharedTokens.get(smsUrl) === token) return
    await sms(smsUrl).putNamedSecret(wallet, RESERVED_SECRETS.ipfsToken, token)
    sharedTokens.set(smsUrl, token)
  } catch (error) {
    log.warn(
      { taskId: run.taskId, reason: (error as Error).message },
      'upload token could not be shared',
    )
  }
}

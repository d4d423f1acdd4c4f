import {
  type Bytes32,
  type Deal,
  type Hex,
  isHashSignedBy,
  type OnchainTask,
  type TaskId,
  type TaskReader,
  type TeeSessionGenerationError,
  teeFrameworkOf,
} from '@iexec-sim/protocol'

/** The worker, its task, and the workerpool owner's signature of `hash`. */
export interface ExecutionRequest {
  /** As the client wrote it, which may be no id. */
  chainTaskId: string
  /** Hash the workerpool's owner has to have signed. */
  hash: Bytes32
  /** The owner's EIP-191 signature. */
  signature: Hex
}

/** A task whose execution the workerpool's owner has authorised. */
export interface AuthorizedExecution {
  /** The task on chain. */
  task: OnchainTask
  /** Its deal. */
  deal: Deal
}

/**
 * Checks that a task may be executed now: it is active on chain, its deal asks for a TEE and the
 * workerpool's owner signed. Answers the real service's error name otherwise; the first failed
 * check decides.
 */
export async function authorizeExecution(
  reader: TaskReader,
  request: ExecutionRequest,
): Promise<AuthorizedExecution | TeeSessionGenerationError> {
  if (request.chainTaskId === '') return 'EXECUTION_NOT_AUTHORIZED_EMPTY_PARAMS_UNAUTHORIZED'
  const task = await readOrUndefined(() => reader.viewTask(request.chainTaskId as TaskId))
  if (!task) return 'EXECUTION_NOT_AUTHORIZED_GET_CHAIN_TASK_FAILED'
  if (task.status !== 'ACTIVE') return 'EXECUTION_NOT_AUTHORIZED_TASK_NOT_ACTIVE'
  const deal = await readOrUndefined(() => reader.viewDeal(task.dealId))
  if (!deal) return 'EXECUTION_NOT_AUTHORIZED_GET_CHAIN_DEAL_FAILED'
  if (!teeFrameworkOf(deal.tag)) return 'EXECUTION_NOT_AUTHORIZED_NO_MATCH_ONCHAIN_TYPE'
  if (!isHashSignedBy(request.hash, request.signature, deal.workerpool.owner))
    return 'EXECUTION_NOT_AUTHORIZED_INVALID_SIGNATURE'
  return { task, deal }
}

/** A malformed id or an unreachable chain both count as "not read". */
async function readOrUndefined<T>(read: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await read()
  } catch {
    return undefined
  }
}

import {
  type Bytes32,
  concatenateAndHash,
  type Hex,
  type ReplicateStatus,
  resultHash,
  resultSeal,
  signHash,
  votingPower,
  workerpoolAuthorizationHash,
  ZERO_ADDRESS,
} from '@iexec-sim/protocol'
import {
  hasBeen,
  isOver,
  type Replicate,
  replicateOf,
  replicateStatus,
  statusOf,
  type Task,
} from './model.ts'
import type { PoolContext } from './pool-context.ts'
import type { Stranger } from './stranger.ts'

/** Has no enclave to sign: the hub refuses it in a TEE task. */
const NO_ENCLAVE_SIGNATURE = `0x${'0'.repeat(64)}` as Hex

/**
 * Whether the scheduler was told to leave a task as it is when everything is there to finalise it.
 */
export const keepsFromFinalizing = ({ misbehaviour }: PoolContext, task: Task): boolean =>
  misbehaviour?.(task.taskId, task.dealId) === 'never-finalizes'

/**
 * Does what a stranger does in a task, once the scheduler was told to authorise one: contributes
 * before the workers what no worker computed, and reveals it when that wins.
 */
export async function letStrangerIn(context: PoolContext, task: Task): Promise<void> {
  const { stranger, misbehaviour } = context
  if (!stranger) return
  const replicate = replicateOf(task, stranger.address)
  const told = misbehaviour?.(task.taskId, task.dealId) === 'authorizes-unknown-worker'
  if (!replicate) {
    if (told && ['INITIALIZED', 'RUNNING'].includes(statusOf(task)))
      await contribute(context, stranger, task)
    return
  }
  if (isOver(replicate)) return
  if (statusOf(task) === 'CONSENSUS_REACHED' && !hasBeen(replicate, 'REVEALED'))
    return reveal(context, stranger, task, replicate)
  // There is nothing to upload: the result is what the two of them say it is.
  if (
    statusOf(task) === 'RESULT_UPLOADING' &&
    replicateStatus(replicate) === 'RESULT_UPLOAD_REQUESTED'
  )
    record(context, task, replicate, 'RESULT_UPLOADED')
}

/** A stranger's digest, which no worker computed. */
const inventedDigest = (task: Task, { address }: Stranger): Bytes32 =>
  concatenateAndHash(task.taskId, address)

async function contribute(context: PoolContext, stranger: Stranger, task: Task): Promise<void> {
  const { owner, chain, clock } = context
  const { address, writer } = stranger
  const challenge = task.enclaveChallenge ?? ZERO_ADDRESS
  const digest = inventedDigest(task, stranger)
  const replicate: Replicate = {
    workerWallet: address,
    updates: [],
    createdAt: clock.now(),
    weight: Number(votingPower(await chain.viewScore(address))),
  }
  task.replicates.push(replicate)
  record(context, task, replicate, 'CREATED')
  const authorization = await signHash(
    workerpoolAuthorizationHash(address, task.taskId, challenge),
    owner,
  )
  const hash = resultHash(task.taskId, digest)
  const seal = resultSeal(address, task.taskId, digest)
  try {
    await writer.contribute(task.taskId, hash, seal, challenge, NO_ENCLAVE_SIGNATURE, authorization)
    replicate.contributionHash = hash
    record(context, task, replicate, 'CONTRIBUTED')
  } catch (error) {
    refused(context, task, replicate, error as Error, 'CONTRIBUTE_FAILED')
  }
}

async function reveal(
  context: PoolContext,
  stranger: Stranger,
  task: Task,
  replicate: Replicate,
): Promise<void> {
  if (replicate.contributionHash !== task.consensus) return
  try {
    await stranger.writer.reveal(task.taskId, inventedDigest(task, stranger))
    record(context, task, replicate, 'REVEALED')
  } catch (error) {
    refused(context, task, replicate, error as Error, 'REVEAL_FAILED')
  }
}

function refused(
  context: PoolContext,
  task: Task,
  replicate: Replicate,
  error: Error,
  status: 'CONTRIBUTE_FAILED' | 'REVEAL_FAILED',
): void {
  replicate.diagnosis = { reason: `a stranger to the pool: ${error.message}` }
  record(context, task, replicate, status)
  record(context, task, replicate, 'FAILED')
}

function record(
  { clock, store, log }: PoolContext,
  task: Task,
  replicate: Replicate,
  status: ReplicateStatus,
): void {
  replicate.updates.push({
    status,
    date: new Date(clock.now()).toISOString(),
    modifier: 'POOL_MANAGER',
  })
  store.save(task)
  log.warn(
    { taskId: task.taskId, stranger: replicate.workerWallet, status },
    'the scheduler is in league',
  )
}

import {
  encodeResultLink,
  formatResultLink,
  type Hex,
  resultHash,
  resultSeal,
  ZERO_ADDRESS,
} from '@iexec-sim/protocol'
import { assertComputed, type ComputedRun, type DescribedRun, TaskFailure } from '../task-run.ts'
import type { WorkerContext } from '../worker-context.ts'
import { checkPreconditions } from './preconditions.ts'

/** Placeholder of the enclave's signature in a standard task's contribution. */
const NO_ENCLAVE_SIGNATURE = `0x${'0'.repeat(64)}` as Hex

/** Commits to the result on chain. */
export async function contribute(context: WorkerContext, run: DescribedRun): Promise<void> {
  await checkPreconditions(context, run)
  await sendContribution(context, run)
}

/** Sends a contribution without checks: the chain refuses an invalid one. */
export async function sendContribution(context: WorkerContext, run: DescribedRun): Promise<void> {
  assertComputed(run)
  const { digest } = run.result
  const enclaveSignature = enclaveSignatureOf(run)
  const worker = run.authorization.workerWallet
  await sent(() =>
    context.writer.contribute(
      run.taskId,
      resultHash(run.taskId, digest),
      resultSeal(worker, run.taskId, digest),
      run.authorization.enclaveChallenge,
      enclaveSignature,
      run.authorization.signature.value,
    ),
  )
}

/** Commits to the result and finalises the task in one transaction: TEE tasks of trust 1. */
export async function contributeAndFinalize(
  context: WorkerContext,
  run: DescribedRun,
): Promise<string> {
  await checkPreconditions(context, run)
  if (run.description.deal.trust !== 1n) throw new TaskFailure('TRUST_NOT_1')
  const task = await context.chain.viewTask(run.taskId)
  if (task && task.contributors.length > 0) throw new TaskFailure('TASK_ALREADY_CONTRIBUTED')
  assertComputed(run)
  const { digest } = run.result
  const enclaveSignature = enclaveSignatureOf(run)
  const link = await resultLink(context, run)
  const { enclaveChallenge, signature } = run.authorization
  await sent(() =>
    context.writer.contributeAndFinalize(
      run.taskId,
      digest,
      encodeResultLink(link),
      run.callbackData,
      enclaveChallenge,
      enclaveSignature,
      signature.value,
    ),
  )
  return link
}

/** Shows the digest behind the contribution. */
export async function reveal(context: WorkerContext, run: DescribedRun): Promise<void> {
  assertComputed(run)
  const { digest } = run.result
  const task = await context.chain.viewTask(run.taskId)
  const mayReveal =
    task?.status === 'REVEALING' && task.consensusValue === resultHash(run.taskId, digest)
  if (!mayReveal) throw new TaskFailure('CANNOT_REVEAL')
  await sent(() => context.writer.reveal(run.taskId, digest))
}

/**
 * Location of the result, as text for the chain; empty if the requester named no storage for an
 * IPFS result.
 */
export async function resultLink(context: WorkerContext, run: DescribedRun): Promise<string> {
  const { deal, params } = run.description
  if (deal.callback !== ZERO_ADDRESS) return formatResultLink('ethereum', deal.callback)
  if (params.resultStorageProvider === 'dropbox')
    return formatResultLink('dropbox', `/results/${run.taskId}`)
  const hash = await context.results.ipfsHash(run.taskId)
  return hash && params.resultStorageProvider === 'ipfs'
    ? formatResultLink('ipfs', `/ipfs/${hash}`)
    : ''
}

function enclaveSignatureOf({ description, result }: ComputedRun): Hex {
  if (!description.framework) return NO_ENCLAVE_SIGNATURE
  const signature = result.computed['enclave-signature']
  if (!signature) throw new TaskFailure('ENCLAVE_SIGNATURE_NOT_FOUND')
  return signature as Hex
}

async function sent(send: () => Promise<unknown>): Promise<void> {
  try {
    await send()
  } catch (error) {
    throw new TaskFailure('CHAIN_RECEIPT_NOT_VALID', { diagnosis: (error as Error).message })
  }
}

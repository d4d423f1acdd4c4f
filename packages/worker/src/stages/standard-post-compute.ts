import { join } from 'node:path'
import { signHash, workerpoolAuthorizationHash, ZERO_ADDRESS } from '@iexec-sim/protocol'
import { readComputedJson } from '../computed-json.ts'
import { tooLongName, zipResult } from '../result-archive.ts'
import { resultDigest } from '../result-digest.ts'
import { STANDARD_RULES } from '../result-rules.ts'
import { assertComputed, type DescribedRun, TaskFailure } from '../task-run.ts'
import type { WorkerContext } from '../worker-context.ts'
import { resultLink } from './contribute.ts'
import { noteDigest } from './note-digest.ts'
import { tooLargeReason } from './output-files.ts'

/** Turns a standard task's output into a digest and an archive. */
export async function standardPostCompute(
  context: WorkerContext,
  run: DescribedRun,
): Promise<void> {
  const hasCallback = run.description.deal.callback !== ZERO_ADDRESS
  // A copy that was cut off lacks files: what else would be said of it is not the app's fault.
  if (run.tooLarge && !hasCallback)
    throw new TaskFailure('POST_COMPUTE_RESULT_DIGEST_COMPUTATION_FAILED', {
      diagnosis: tooLargeReason(context),
    })
  const { outputCopy, collected } = run
  const tooLong = tooLongName(outputCopy, STANDARD_RULES, collected?.dropped)
  if (tooLong)
    throw new TaskFailure('POST_COMPUTE_TOO_LONG_RESULT_FILE_NAME', { diagnosis: tooLong })
  await zipResult(outputCopy, STANDARD_RULES, archiveOf(run), collected?.clashes, run.signal).catch(
    (error: Error) => {
      run.signal.throwIfAborted()
      throw new TaskFailure('POST_COMPUTE_OUT_FOLDER_ZIP_FAILED', { diagnosis: error.message })
    },
  )
  const { computed, flaw, missing } = readComputedJson(outputCopy, STANDARD_RULES)
  if (!computed) {
    const cause = missing
      ? 'POST_COMPUTE_SEND_COMPUTED_FILE_FAILED'
      : 'POST_COMPUTE_COMPUTED_FILE_NOT_FOUND'
    throw new TaskFailure(cause, { diagnosis: flaw })
  }
  const { digest, reason } = await resultDigest(computed, outputCopy, hasCallback, STANDARD_RULES)
  if (!digest)
    throw new TaskFailure('POST_COMPUTE_RESULT_DIGEST_COMPUTATION_FAILED', { diagnosis: reason })
  noteDigest(context, run, digest, computed)
  run.result = {
    digest,
    computed: { ...computed, 'task-id': run.taskId, 'result-digest': digest },
  }
}

/** Uploads a standard task's archive after the reveal and returns the link to it. */
export async function uploadResult(context: WorkerContext, run: DescribedRun): Promise<string> {
  assertComputed(run)
  const { workerWallet, enclaveChallenge } = run.authorization
  if (run.tooLarge)
    throw new TaskFailure('RESULT_LINK_MISSING', { diagnosis: tooLargeReason(context) })
  if (run.description.deal.callback === ZERO_ADDRESS) {
    const signature = await signHash(
      workerpoolAuthorizationHash(workerWallet, run.taskId, enclaveChallenge),
      context.wallet,
    )
    try {
      const token = await context.results.issueToken(run.authorization, signature)
      await context.results.uploadFile(
        { chainTaskId: run.taskId, deterministHash: run.result.digest },
        archiveOf(run),
        token,
      )
    } catch (error) {
      throw new TaskFailure('RESULT_LINK_MISSING', { diagnosis: (error as Error).message })
    }
  }
  const link = await resultLink(context, run)
  if (link === '') throw new TaskFailure('RESULT_LINK_MISSING')
  return link
}

const archiveOf = (run: DescribedRun): string => join(run.tempDir, 'iexec_out.zip')

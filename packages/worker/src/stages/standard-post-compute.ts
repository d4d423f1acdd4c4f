import { join } from 'node:path'
import { parseComputedFile, signHash, workerpoolAuthorizationHash, ZERO_ADDRESS } from '@iexec-sim/protocol'
import { readComputedJson } from '../computed-json.ts'
import { hasTooLongName, zipFolder } from '../result-archive.ts'
import { resultDigest } from '../result-digest.ts'
import { TaskFailure, type TaskRun } from '../task-run.ts'
import type { WorkerContext } from '../worker-context.ts'
import { resultLink } from './contribute.ts'

/** Turns a standard task's output into a digest and an archive. */
export async function standardPostCompute(run: TaskRun): Promise<void> {
  if (hasTooLongName(run.outputDir)) throw new TaskFailure('POST_COMPUTE_TOO_LONG_RESULT_FILE_NAME')
  await zipFolder(run.outputDir, archiveOf(run)).catch(() => {
    throw new TaskFailure('POST_COMPUTE_OUT_FOLDER_ZIP_FAILED')
  })
  const text = readComputedJson(run.outputDir)
  if (text === undefined) throw new TaskFailure('POST_COMPUTE_SEND_COMPUTED_FILE_FAILED')
  const computed = parseComputedFile(text)
  if (!computed) throw new TaskFailure('POST_COMPUTE_COMPUTED_FILE_NOT_FOUND')
  const digest = await resultDigest(computed, run.outputDir, run.description!.deal.callback !== ZERO_ADDRESS)
  if (!digest) throw new TaskFailure('POST_COMPUTE_RESULT_DIGEST_COMPUTATION_FAILED')
  run.computed = { ...computed, 'task-id': run.taskId, 'result-digest': digest }
  run.digest = digest
}

/** Uploads a standard task's archive, after its contribution was revealed, and answers the link to it. */
export async function uploadResult(context: WorkerContext, run: TaskRun): Promise<string> {
  const { workerWallet, enclaveChallenge } = run.authorization
  if (run.tooLarge)
    throw new TaskFailure('RESULT_LINK_MISSING', { diagnosis: 'the output is larger than a result may be' })
  if (run.description!.deal.callback === ZERO_ADDRESS) {
    const signature = await signHash(
      workerpoolAuthorizationHash(workerWallet, run.taskId, enclaveChallenge),
      context.wallet,
    )
    try {
      const token = await context.results.issueToken(run.authorization, signature)
      await context.results.uploadFile({ chainTaskId: run.taskId, deterministHash: run.digest! }, archiveOf(run), token)
    } catch (error) {
      throw new TaskFailure('RESULT_LINK_MISSING', { diagnosis: (error as Error).message })
    }
  }
  const link = await resultLink(context, run)
  if (link === '') throw new TaskFailure('RESULT_LINK_MISSING')
  return link
}

const archiveOf = (run: TaskRun): string => join(run.tempDir, 'iexec_out.zip')

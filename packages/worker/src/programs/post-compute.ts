import { rmSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Address,
  type Bytes32,
  type ComputedFile,
  enclaveMessageHash,
  signHash,
  type TaskId,
  ZERO_ADDRESS,
  ZERO_BYTES32,
} from '@iexec-sim/protocol'
import { readComputedJson } from '../computed-json.ts'
import type { OutputCopy } from '../output-tree.ts'
import { tooLongName, zipBuffers, zipResult } from '../result-archive.ts'
import { resultDigest, sha256File } from '../result-digest.ts'
import { ENCLAVE_RULES, type ResultRules } from '../result-rules.ts'
import { orFail, runProgram, StageFailure } from './enclave-program.ts'
import { EnclaveSigner } from './enclave-signer.ts'
import { encryptArchive } from './result-encryption.ts'
import { sendFile } from './send-file.ts'

/** The app's output, and the worker's facts about it. */
export interface PostComputeParameters {
  /** The app's `/iexec_out`, as it was copied. */
  output: OutputCopy
  /** A folder for the archive. */
  tempDir: string
  /** Paths of the output that were not copied. */
  dropped: string[]
  /** Paths that several files of the output had. */
  clashes: string[]
  /**
   * Why the output is more than a result may hold, where it is: there is nothing that could be
   * uploaded.
   */
  tooLarge?: string
  /** The network's own result proxy: uploads, and the token that allows them, go nowhere else. */
  resultProxyUrl: string
  /** The stand-in for Dropbox's content API. */
  dropboxUrl: string
}

/** Report of the program on success: the completed `computed.json`. */
interface PostComputeReport {
  computed: ComputedFile
}

await runProgram<PostComputeParameters, PostComputeReport>(
  ['RESULT_TASK_ID', 'IEXEC_TASK_ID'],
  'POST_COMPUTE_FAILED_UNKNOWN_ISSUE',
  async ({ variables, parameters }) => {
    const taskId = (variables.RESULT_TASK_ID ?? variables.IEXEC_TASK_ID) as TaskId
    const hasCallback = isYes(variables.RESULT_STORAGE_CALLBACK)
    const rules = ENCLAVE_RULES[variables.RESULT_TASK_ID === undefined ? 'v9' : 'v8']
    const computed = readComputed(parameters.output, rules)
    if (parameters.tooLarge && !hasCallback)
      throw new StageFailure('POST_COMPUTE_IPFS_UPLOAD_FAILED', parameters.tooLarge)
    if (hasCallback && rules.reader === 'java' && computed['callback-data'] == null)
      throw noCallbackData()
    const { digest, reason } = await orFail('POST_COMPUTE_RESULT_DIGEST_COMPUTATION_FAILED', () =>
      resultDigest(computed, parameters.output, hasCallback, rules),
    )
    if (!digest) throw new StageFailure('POST_COMPUTE_RESULT_DIGEST_COMPUTATION_FAILED', reason)
    const signature = await sign(variables, taskId, digest)
    if (!hasCallback) await upload(variables, parameters, { taskId, digest, signature }, rules)
    return {
      computed: {
        ...computed,
        'task-id': taskId,
        'result-digest': digest,
        'enclave-signature': signature,
      },
    }
  },
  warmUp,
)

/** The two generations write a truth value differently, as they name some variables differently. */
function isYes(value: string | undefined): boolean {
  return value === 'yes' || value === 'true'
}

/** Hashes, zips and signs once for nothing: the first time starts threads and compiles code. */
async function warmUp(): Promise<void> {
  await sha256File('/dev/null')
  await zipBuffers({ nothing: new Uint8Array(1) }, '/dev/null')
  const nothing = enclaveMessageHash(ZERO_ADDRESS, ZERO_BYTES32 as TaskId, ZERO_BYTES32)
  await signHash(nothing, new EnclaveSigner(`0x${'1'.repeat(64)}`))
}

function readComputed(output: OutputCopy, rules: ResultRules): ComputedFile {
  const { computed, flaw } = readComputedJson(output, rules)
  if (!computed) throw new StageFailure('POST_COMPUTE_COMPUTED_FILE_NOT_FOUND', flaw)
  return computed
}

/** The Java program has no word of its own for this: it fails on the missing text. */
function noCallbackData(): StageFailure {
  return new StageFailure(
    'POST_COMPUTE_FAILED_UNKNOWN_ISSUE',
    'the deal has a callback, and computed.json has no "callback-data"; write there the bytes for the callback contract as hex',
  )
}

async function sign(
  variables: Record<string, string>,
  taskId: TaskId,
  digest: Bytes32,
): Promise<string> {
  const worker = variables.RESULT_SIGN_WORKER_ADDRESS ?? variables.SIGN_WORKER_ADDRESS
  const key =
    variables.RESULT_SIGN_TEE_CHALLENGE_PRIVATE_KEY ?? variables.SIGN_TEE_CHALLENGE_PRIVATE_KEY
  if (!worker) throw new StageFailure('POST_COMPUTE_WORKER_ADDRESS_MISSING')
  if (!key) throw new StageFailure('POST_COMPUTE_TEE_CHALLENGE_PRIVATE_KEY_MISSING')
  return orFail('POST_COMPUTE_INVALID_TEE_SIGNATURE', () =>
    signHash(enclaveMessageHash(worker as Address, taskId, digest), new EnclaveSigner(key)),
  )
}

interface Signed {
  taskId: TaskId
  digest: Bytes32
  signature: string
}

async function upload(
  variables: Record<string, string>,
  { output, tempDir, dropped, clashes, resultProxyUrl, dropboxUrl }: PostComputeParameters,
  signed: Signed,
  rules: ResultRules,
): Promise<void> {
  const tooLong = tooLongName(output, rules, dropped)
  if (tooLong) throw new StageFailure('POST_COMPUTE_TOO_LONG_RESULT_FILE_NAME', tooLong)
  const plain = join(tempDir, 'iexec_out.zip')
  await zipResult(output, rules, plain, clashes).catch((error: Error) => {
    throw new StageFailure('POST_COMPUTE_OUT_FOLDER_ZIP_FAILED', error.message)
  })
  let archive = plain
  if (isYes(variables.RESULT_ENCRYPTION)) {
    archive = join(tempDir, 'encrypted-iexec_out.zip')
    const form = variables.RESULT_TASK_ID === undefined ? 'aes-256-cbc' : 'aes-128-ecb'
    await encryptArchive(plain, variables.RESULT_ENCRYPTION_PUBLIC_KEY ?? '', archive, form)
    rmSync(plain)
  }
  const token = variables.RESULT_STORAGE_TOKEN
  if (!token) throw new StageFailure('POST_COMPUTE_STORAGE_TOKEN_MISSING')
  if (variables.RESULT_STORAGE_PROVIDER === 'dropbox')
    return orFail('POST_COMPUTE_DROPBOX_UPLOAD_FAILED', () =>
      sendToDropbox(dropboxUrl, token, archive, signed.taskId),
    )
  // A deal may name any proxy; this one would get a token that is good for all of the worker's
  // uploads.
  if (variables.RESULT_STORAGE_PROXY && variables.RESULT_STORAGE_PROXY !== resultProxyUrl)
    throw new StageFailure('POST_COMPUTE_IPFS_UPLOAD_FAILED')
  await orFail('POST_COMPUTE_IPFS_UPLOAD_FAILED', () =>
    sendToProxy(resultProxyUrl, token, archive, signed),
  )
}

/**
 * The archive goes as the body, what belongs to it as a header: no archive has to fit in memory.
 */
async function sendToProxy(
  proxy: string,
  token: string,
  archive: string,
  { taskId, digest, signature }: Signed,
): Promise<void> {
  await sendFile(`${proxy}/v1/results`, archive, {
    authorization: token,
    'content-type': 'application/zip',
    'x-iexec-result': JSON.stringify({
      chainTaskId: taskId,
      deterministHash: digest,
      enclaveSignature: signature,
    }),
  })
}

async function sendToDropbox(
  dropbox: string,
  token: string,
  archive: string,
  taskId: TaskId,
): Promise<void> {
  await sendFile(`${dropbox}/2/files/upload`, archive, {
    authorization: `Bearer ${token}`,
    'content-type': 'application/octet-stream',
    'dropbox-api-arg': JSON.stringify({ path: `/results/${taskId}.zip`, mode: 'overwrite' }),
  })
}

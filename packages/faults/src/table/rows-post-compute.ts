import type { FaultCause } from './fault.ts'
import { type FaultRow, made, raised } from './fault-row.ts'

const session = (cause: FaultCause, by: string) => made(cause, ['post-compute'], by, { needs: ['tee'], maker: 'sms' })
const tee = (cause: FaultCause, by: string) => made(cause, ['post-compute'], by, { needs: ['tee'] })
const any = (cause: FaultCause, by: string) => made(cause, ['post-compute'], by)

/** What goes wrong after an app. */
export const POST_COMPUTE_ROWS: readonly FaultRow[] = [
  tee('POST_COMPUTE_IMAGE_MISSING', 'the program is not there'),
  session('POST_COMPUTE_TASK_ID_MISSING', 'the session lacks the id of the task'),
  raised('POST_COMPUTE_EXIT_REPORTING_FAILED', ['post-compute'], 'its report is a pipe, which does not fail', {
    needs: ['tee'],
  }),
  session('POST_COMPUTE_WORKER_ADDRESS_MISSING', 'the session lacks the address of the worker'),
  session('POST_COMPUTE_TEE_CHALLENGE_PRIVATE_KEY_MISSING', 'the session lacks the key to sign with'),
  session('POST_COMPUTE_ENCRYPTION_PUBLIC_KEY_MISSING', 'the session asks for encryption and has no key'),
  session('POST_COMPUTE_MALFORMED_ENCRYPTION_PUBLIC_KEY', 'the session holds a key that is not base64'),
  session('POST_COMPUTE_STORAGE_TOKEN_MISSING', 'the session lacks the upload token'),
  any('POST_COMPUTE_COMPUTED_FILE_NOT_FOUND', 'computed.json cannot be read'),
  any('POST_COMPUTE_RESULT_DIGEST_COMPUTATION_FAILED', 'computed.json names a file that is not there'),
  any('POST_COMPUTE_OUT_FOLDER_ZIP_FAILED', 'the place of the archive is taken by a folder'),
  any('POST_COMPUTE_TOO_LONG_RESULT_FILE_NAME', 'a result file has a name of 32 characters'),
  session('POST_COMPUTE_ENCRYPTION_FAILED', 'the session holds base64 that is no key'),
  raised('POST_COMPUTE_RESULT_FILE_NOT_FOUND', ['post-compute'], 'nobody can take the archive between two steps', {
    needs: ['tee'],
  }),
  session('POST_COMPUTE_DROPBOX_UPLOAD_FAILED', 'the session asks for Dropbox, with a token it refuses'),
  session('POST_COMPUTE_IPFS_UPLOAD_FAILED', 'the session holds a token that the result proxy refuses'),
  session('POST_COMPUTE_INVALID_TEE_SIGNATURE', 'the session holds a key nobody can sign with'),
  made('POST_COMPUTE_SEND_COMPUTED_FILE_FAILED', ['post-compute'], 'computed.json is gone', { needs: ['standard'] }),
  tee('POST_COMPUTE_TIMEOUT', 'the program is given no time'),
  session('POST_COMPUTE_FAILED_UNKNOWN_ISSUE', 'the session is for another program, so attestation is refused'),
]

/** What goes wrong on a machine, and what the network sees of it. */
export const TROUBLE_ROWS: readonly FaultRow[] = [
  made('image-pull-fails', ['download-app'], 'image and registry are not found', {
    needs: ['tee'],
    shows: 'POST_COMPUTE_FAILED_UNKNOWN_ISSUE',
  }),
  made('image-pull-fails', ['download-app'], 'image and registry are not found', {
    needs: ['standard'],
    shows: 'APP_IMAGE_DOWNLOAD_FAILED',
  }),
  made('out-of-memory', ['app'], 'the container gets so little memory that it is killed', {
    maker: 'engine',
    shows: 'APP_COMPUTE_FAILED',
  }),
  made('no-disk', ['app'], 'the engine has no space for the container', {
    maker: 'engine',
    shows: 'APP_COMPUTE_FAILED',
  }),
  made('engine-restarts', ['app'], 'the engine hangs up and takes the running container with it', {
    maker: 'engine',
    shows: 'APP_COMPUTE_FAILED',
  }),
  made('attestation-refused', ['app'], 'the session is for another app, so its evidence is refused', {
    needs: ['tee'],
    maker: 'sms',
    shows: 'APP_COMPUTE_FAILED',
  }),
  made('attestation-refused', ['pre-compute'], 'the session is for another program', {
    needs: ['tee', 'dataset'],
    maker: 'sms',
    shows: 'PRE_COMPUTE_FAILED_UNKNOWN_ISSUE',
  }),
  made('attestation-refused', ['post-compute'], 'the session is for another program', {
    needs: ['tee'],
    maker: 'sms',
    shows: 'POST_COMPUTE_FAILED_UNKNOWN_ISSUE',
  }),
  made('upload-refused', ['post-compute'], 'the session holds a token that the result proxy refuses', {
    needs: ['tee'],
    maker: 'sms',
    shows: 'POST_COMPUTE_IPFS_UPLOAD_FAILED',
  }),
  made('upload-refused', ['upload'], 'the result proxy refuses the token', {
    needs: ['standard'],
    shows: 'RESULT_LINK_MISSING',
  }),
]

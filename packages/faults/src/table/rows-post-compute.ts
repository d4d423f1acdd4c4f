import type { ReplicateCause, Stage } from '@iexec-sim/protocol'
import type { FaultCause } from './fault-names.ts'
import { type FaultRow, made, raised, type TaskNeed } from './fault-row.ts'
import type { Trouble } from './stages.ts'

const session = (cause: FaultCause, by: string) =>
  made(cause, ['post-compute'], by, { needs: ['tee'], maker: 'sms' })
const tee = (cause: FaultCause, by: string) => made(cause, ['post-compute'], by, { needs: ['tee'] })
const any = (cause: FaultCause, by: string) => made(cause, ['post-compute'], by)
/** Trouble with the container of an app. */
const engine = (trouble: Trouble, by: string) =>
  made(trouble, ['app'], by, { maker: 'engine', shows: 'APP_COMPUTE_FAILED' })
/** Evidence that the provisioning service refuses. */
const refused = (
  stage: Stage,
  by: string,
  shows: ReplicateCause,
  needs: readonly TaskNeed[] = ['tee'],
) => made('attestation-refused', [stage], by, { needs, maker: 'sms', shows })
const ANOTHER_PROGRAM = 'the session is for another program'

/** Faults after an app. */
export const POST_COMPUTE_ROWS: readonly FaultRow[] = [
  tee('POST_COMPUTE_IMAGE_MISSING', 'the program is not there'),
  session('POST_COMPUTE_TASK_ID_MISSING', 'the session lacks the id of the task'),
  raised(
    'POST_COMPUTE_EXIT_REPORTING_FAILED',
    ['post-compute'],
    'its report is a pipe, which does not fail',
    {
      needs: ['tee'],
    },
  ),
  session('POST_COMPUTE_WORKER_ADDRESS_MISSING', 'the session lacks the address of the worker'),
  session(
    'POST_COMPUTE_TEE_CHALLENGE_PRIVATE_KEY_MISSING',
    'the session lacks the key to sign with',
  ),
  session(
    'POST_COMPUTE_ENCRYPTION_PUBLIC_KEY_MISSING',
    'the session asks for encryption and has no key',
  ),
  session(
    'POST_COMPUTE_MALFORMED_ENCRYPTION_PUBLIC_KEY',
    'the session holds a key that is not base64',
  ),
  session('POST_COMPUTE_STORAGE_TOKEN_MISSING', 'the session lacks the upload token'),
  any('POST_COMPUTE_COMPUTED_FILE_NOT_FOUND', 'computed.json cannot be read'),
  any(
    'POST_COMPUTE_RESULT_DIGEST_COMPUTATION_FAILED',
    'computed.json names a file that is not there',
  ),
  any('POST_COMPUTE_OUT_FOLDER_ZIP_FAILED', 'the place of the archive is taken by a folder'),
  any('POST_COMPUTE_TOO_LONG_RESULT_FILE_NAME', 'a result file has a name of 32 characters'),
  session('POST_COMPUTE_ENCRYPTION_FAILED', 'the session holds base64 that is not a key'),
  raised(
    'POST_COMPUTE_RESULT_FILE_NOT_FOUND',
    ['post-compute'],
    'the archive cannot be removed between two steps',
    {
      needs: ['tee'],
    },
  ),
  session(
    'POST_COMPUTE_DROPBOX_UPLOAD_FAILED',
    'the session asks for Dropbox, with a token it refuses',
  ),
  session(
    'POST_COMPUTE_IPFS_UPLOAD_FAILED',
    'the session holds a token that the result proxy refuses',
  ),
  session('POST_COMPUTE_INVALID_TEE_SIGNATURE', 'the session holds a key that cannot sign'),
  made('POST_COMPUTE_SEND_COMPUTED_FILE_FAILED', ['post-compute'], 'computed.json is gone', {
    needs: ['standard'],
  }),
  tee('POST_COMPUTE_TIMEOUT', 'the program is given no time'),
  session(
    'POST_COMPUTE_FAILED_UNKNOWN_ISSUE',
    'the session is for another program, so attestation is refused',
  ),
]

/** Trouble on a machine, and its effect in the network. */
export const TROUBLE_ROWS: readonly FaultRow[] = [
  made('image-pull-fails', ['download-app'], 'image and registry are not found', {
    needs: ['tee'],
    shows: 'POST_COMPUTE_FAILED_UNKNOWN_ISSUE',
  }),
  made('image-pull-fails', ['download-app'], 'image and registry are not found', {
    needs: ['standard'],
    shows: 'APP_IMAGE_DOWNLOAD_FAILED',
  }),
  engine('out-of-memory', 'the container gets so little memory that it is killed'),
  engine('no-disk', 'the engine has no space for the container'),
  engine('engine-restarts', 'the engine hangs up and takes the running container with it'),
  refused(
    'app',
    'the session is for another app, so its evidence is refused',
    'APP_COMPUTE_FAILED',
  ),
  refused('pre-compute', ANOTHER_PROGRAM, 'PRE_COMPUTE_FAILED_UNKNOWN_ISSUE', ['tee', 'dataset']),
  refused('post-compute', ANOTHER_PROGRAM, 'POST_COMPUTE_FAILED_UNKNOWN_ISSUE'),
  made(
    'upload-refused',
    ['post-compute'],
    'the session holds a token that the result proxy refuses',
    {
      needs: ['tee'],
      maker: 'sms',
      shows: 'POST_COMPUTE_IPFS_UPLOAD_FAILED',
    },
  ),
  made('upload-refused', ['upload'], 'the result proxy refuses the token', {
    needs: ['standard'],
    shows: 'RESULT_LINK_MISSING',
  }),
]

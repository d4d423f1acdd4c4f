import type { FaultCause } from '@iexec-sim/faults'
import type { SessionSpec, Stage } from '@iexec-sim/protocol'

/** Variables that are changed, or taken away. */
type Changes = Record<string, string | undefined>

const MISSING = '/ipfs/not-stored-anywhere'
const NO_KEY = Buffer.from('no key').toString('base64')
const ENCRYPTED = { RESULT_ENCRYPTION: 'yes' }
const without = (...names: string[]): Changes =>
  Object.fromEntries(names.map((name) => [name, undefined]))
const signKey = (value: string | undefined): Changes => ({
  RESULT_SIGN_TEE_CHALLENGE_PRIVATE_KEY: value,
  SIGN_TEE_CHALLENGE_PRIVATE_KEY: value,
})

/**
 * Changes of a stage's variables that lead to a cause. Names of both generations are given; those
 * that are not there stay so.
 */
const CHANGES: Partial<Record<FaultCause, Changes>> = {
  PRE_COMPUTE_TASK_ID_MISSING: without('IEXEC_TASK_ID'),
  PRE_COMPUTE_OUTPUT_PATH_MISSING: without('IEXEC_PRE_COMPUTE_OUT'),
  PRE_COMPUTE_IS_DATASET_REQUIRED_MISSING: without('IS_DATASET_REQUIRED'),
  PRE_COMPUTE_DATASET_URL_MISSING: without('IEXEC_DATASET_URL'),
  PRE_COMPUTE_DATASET_KEY_MISSING: without('IEXEC_DATASET_KEY'),
  PRE_COMPUTE_DATASET_CHECKSUM_MISSING: without('IEXEC_DATASET_CHECKSUM'),
  PRE_COMPUTE_DATASET_FILENAME_MISSING: without('IEXEC_DATASET_FILENAME'),
  PRE_COMPUTE_INPUT_FILES_NUMBER_MISSING: without('IEXEC_INPUT_FILES_NUMBER'),
  PRE_COMPUTE_AT_LEAST_ONE_INPUT_FILE_URL_MISSING: without('IEXEC_INPUT_FILE_URL_1'),
  PRE_COMPUTE_DATASET_DOWNLOAD_FAILED: { IEXEC_DATASET_URL: MISSING },
  PRE_COMPUTE_INVALID_DATASET_CHECKSUM: { IEXEC_DATASET_CHECKSUM: `0x${'0'.repeat(64)}` },
  PRE_COMPUTE_DATASET_DECRYPTION_FAILED: { IEXEC_DATASET_KEY: NO_KEY },
  PRE_COMPUTE_SAVING_PLAIN_DATASET_FAILED: { IEXEC_DATASET_FILENAME: 'no-such-folder/dataset' },
  PRE_COMPUTE_INPUT_FILE_DOWNLOAD_FAILED: { IEXEC_INPUT_FILE_URL_1: MISSING },
  POST_COMPUTE_TASK_ID_MISSING: without('RESULT_TASK_ID', 'IEXEC_TASK_ID'),
  POST_COMPUTE_WORKER_ADDRESS_MISSING: without('RESULT_SIGN_WORKER_ADDRESS', 'SIGN_WORKER_ADDRESS'),
  POST_COMPUTE_TEE_CHALLENGE_PRIVATE_KEY_MISSING: signKey(undefined),
  POST_COMPUTE_INVALID_TEE_SIGNATURE: signKey('0x00'),
  POST_COMPUTE_ENCRYPTION_PUBLIC_KEY_MISSING: { ...ENCRYPTED, RESULT_ENCRYPTION_PUBLIC_KEY: '' },
  POST_COMPUTE_MALFORMED_ENCRYPTION_PUBLIC_KEY: { ...ENCRYPTED, RESULT_ENCRYPTION_PUBLIC_KEY: '!' },
  POST_COMPUTE_ENCRYPTION_FAILED: { ...ENCRYPTED, RESULT_ENCRYPTION_PUBLIC_KEY: NO_KEY },
  POST_COMPUTE_STORAGE_TOKEN_MISSING: without('RESULT_STORAGE_TOKEN'),
  POST_COMPUTE_DROPBOX_UPLOAD_FAILED: {
    RESULT_STORAGE_PROVIDER: 'dropbox',
    RESULT_STORAGE_TOKEN: 'expired',
  },
  POST_COMPUTE_IPFS_UPLOAD_FAILED: { RESULT_STORAGE_TOKEN: 'refused' },
  'upload-refused': { RESULT_STORAGE_TOKEN: 'refused' },
}

/** No program and no app is measured so. */
const MISSING_FINGERPRINT = 'fa'.repeat(32)

/**
 * A session that makes a stage fail with a cause: a variable of it is wrong or missing, or it is
 * for another enclave.
 */
export function spoilSession(session: SessionSpec, stage: Stage, cause: FaultCause): SessionSpec {
  const spec = session.stages[stage]
  if (!spec) return session
  const changes = CHANGES[cause]
  const spoiled = changes
    ? { ...spec, environment: changed(spec.environment, changes) }
    : { ...spec, fingerprint: MISSING_FINGERPRINT }
  return { ...session, stages: { ...session.stages, [stage]: spoiled } }
}

function changed<V>(
  environment: Readonly<Record<string, V>>,
  changes: Changes,
): Record<string, V | string> {
  const all = Object.entries({ ...environment, ...changes })
  return Object.fromEntries(
    all.filter(([name, value]) => value !== undefined && name in environment),
  ) as Record<string, V | string>
}

import type { ReplicateCause } from './causes.ts'

/** Explanation and fix of causes that need no further detail. */
const SENTENCES: Partial<Record<ReplicateCause, string>> = {
  TASK_DESCRIPTION_INVALID:
    'a standard task cannot encrypt its result; use a TEE tag, or leave out iexec_result_encryption',
  TASK_DESCRIPTION_NOT_FOUND:
    "the app, the dataset or the enclave configuration on chain cannot be read; check the app's mrenclave",
  CONTRIBUTION_TIMEOUT: 'the time to contribute was over; take a higher category',
  STAKE_TOO_LOW: "the worker has too little stake for the deal; deposit to the worker's account",
  APP_NOT_FOUND_LOCALLY: "the app's image is not in the Docker engine any more; build it again",
  DATASET_FILE_BAD_CHECKSUM:
    "the dataset's content has another SHA-256 than its contract says; deploy the dataset again",
  TEE_NOT_SUPPORTED:
    'no worker of this network runs the framework of the tag; see "iexec-sim status" for those it serves',
  UNKNOWN_SMS: 'no SMS is known for the framework of the tag',
  GET_TEE_SERVICES_CONFIGURATION_FAILED: 'the SMS does not answer, or serves another framework',
  PRE_COMPUTE_MISSING_ENCLAVE_CONFIGURATION:
    'the app has no mrenclave on chain; deploy the image that "iexec-sim app prepare" makes',
  PRE_COMPUTE_TIMEOUT:
    'bringing the input took longer than the category allows; take a higher category',
  PRE_COMPUTE_INVALID_DATASET_CHECKSUM:
    'the encrypted dataset has another SHA-256 than its contract says; deploy it again',
  PRE_COMPUTE_DATASET_DECRYPTION_FAILED:
    'the key in the SMS does not decrypt the dataset; push the key it was encrypted with',
  PRE_COMPUTE_DATASET_KEY_MISSING:
    'the SMS has no key for the dataset; push it with "iexec dataset push-secret"',
  POST_COMPUTE_TIMEOUT:
    'making the result took longer than the category allows; write less, or take a higher category',
  POST_COMPUTE_ENCRYPTION_PUBLIC_KEY_MISSING:
    'the beneficiary has no key to encrypt the result for; push it with "iexec result push-encryption-key"',
  POST_COMPUTE_MALFORMED_ENCRYPTION_PUBLIC_KEY:
    "the beneficiary's key is not base64; generate and push it with the official client",
  POST_COMPUTE_ENCRYPTION_FAILED:
    "the result cannot be encrypted with the beneficiary's key; it has to be an RSA key in PEM",
  POST_COMPUTE_STORAGE_TOKEN_MISSING:
    'the SMS has no token for the storage of the result; push it with "iexec storage init"',
  POST_COMPUTE_DROPBOX_UPLOAD_FAILED:
    'Dropbox refused the token; push another with "iexec storage init dropbox"',
  POST_COMPUTE_IPFS_UPLOAD_FAILED:
    "the result proxy refused the result, or the deal names a proxy that is not the network's own",
  RESULT_LINK_MISSING:
    'no link to the result came about; name "ipfs" as iexec_result_storage_provider',
  TEE_SESSION_GENERATION_POST_COMPUTE_GET_ENCRYPTION_TOKENS_FAILED_EMPTY_BENEFICIARY_KEY:
    'the beneficiary has no key to encrypt the result for; push it with "iexec result push-encryption-key"',
  TEE_SESSION_GENERATION_POST_COMPUTE_GET_STORAGE_TOKENS_FAILED:
    'the SMS has no token for the storage of the result; push it with "iexec storage init"',
  TEE_SESSION_GENERATION_PRE_COMPUTE_GET_DATASET_SECRET_FAILED:
    'the SMS has no key for the dataset; push it with "iexec dataset push-secret"',
  TEE_SESSION_GENERATION_APP_COMPUTE_NO_ENCLAVE_CONFIG:
    'the app has no mrenclave on chain; deploy the image that "iexec-sim app prepare" makes',
  TEE_SESSION_GENERATION_APP_COMPUTE_INVALID_ENCLAVE_CONFIG:
    'the app\'s mrenclave on chain is not valid; deploy it as "iexec-sim app prepare" prints it',
}

/**
 * One sentence on a cause without further detail; `undefined` for causes that neither an app nor a
 * requester can fix.
 */
export const explainCause = (cause: ReplicateCause): string | undefined => SENTENCES[cause]

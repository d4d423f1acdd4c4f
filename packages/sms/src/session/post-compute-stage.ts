import {
  type Address,
  address,
  type Secret,
  type StageSpec,
  type TaskDescription,
  ZERO_ADDRESS,
} from '@iexec-sim/protocol'
import type { EnclaveChallenge } from '../store/challenge-store.ts'
import { type SecretStore, web2Id } from '../store/secret-store.ts'
import type { ProgramProperties } from '../tee-properties.ts'
import { SessionError } from './session-error.ts'

/** Names of the wallet secrets that results need. */
export const RESERVED_NAMES = {
  encryptionKey: 'iexec-result-encryption-public-key',
  dropboxToken: 'iexec-result-dropbox-token',
  ipfsToken: 'iexec-result-iexec-ipfs-token',
  resultProxyUrl: 'iexec-result-iexec-result-proxy-url',
} as const

const SIGNATURE_ERROR = 'POST_COMPUTE_GET_SIGNATURE_TOKENS_FAILED_'

/** What a post-compute stage is made of. */
export interface PostComputeInputs {
  description: TaskDescription
  secrets: SecretStore
  program: ProgramProperties
  worker: Address
  enclaveChallenge: string
  challenge: EnclaveChallenge | undefined
}

/** What the post-compute enclave may see: how to encrypt, where to upload with which token, the key to sign with. */
export function postComputeStage(inputs: PostComputeInputs): StageSpec {
  return {
    fingerprint: inputs.program.fingerprint,
    command: inputs.program.entrypoint,
    environment: {
      RESULT_TASK_ID: inputs.description.task.taskId,
      ...encryption(inputs),
      ...storage(inputs),
      ...signing(inputs),
    },
  }
}

function encryption({ description, secrets }: PostComputeInputs): Record<string, string | Secret> {
  if (!description.params.resultEncryption) return { RESULT_ENCRYPTION: 'no', RESULT_ENCRYPTION_PUBLIC_KEY: '' }
  const key = secrets.revealTrimmed(web2Id(description.deal.beneficiary, RESERVED_NAMES.encryptionKey))
  if (!key) throw new SessionError('POST_COMPUTE_GET_ENCRYPTION_TOKENS_FAILED_EMPTY_BENEFICIARY_KEY')
  return { RESULT_ENCRYPTION: 'yes', RESULT_ENCRYPTION_PUBLIC_KEY: key }
}

function storage({ description, secrets, worker }: PostComputeInputs): Record<string, string | Secret> {
  const { deal, params } = description
  if (deal.callback !== ZERO_ADDRESS) {
    return {
      RESULT_STORAGE_CALLBACK: 'yes',
      RESULT_STORAGE_PROVIDER: '',
      RESULT_STORAGE_PROXY: '',
      RESULT_STORAGE_TOKEN: '',
    }
  }
  const dropbox = params.resultStorageProvider === 'dropbox'
  const token = dropbox
    ? secrets.revealTrimmed(web2Id(deal.requester, RESERVED_NAMES.dropboxToken))
    : (secrets.revealTrimmed(web2Id(worker, RESERVED_NAMES.ipfsToken)) ??
      secrets.revealTrimmed(web2Id(deal.requester, RESERVED_NAMES.ipfsToken)))
  if (!token) throw new SessionError('POST_COMPUTE_GET_STORAGE_TOKENS_FAILED')
  const poolProxy = dropbox
    ? undefined
    : secrets.revealTrimmed(web2Id(deal.workerpool.owner, RESERVED_NAMES.resultProxyUrl))
  return {
    RESULT_STORAGE_CALLBACK: 'no',
    RESULT_STORAGE_PROVIDER: params.resultStorageProvider ?? '',
    RESULT_STORAGE_PROXY: params.resultStorageProxy ?? poolProxy ?? '',
    RESULT_STORAGE_TOKEN: token,
  }
}

function signing({ worker, enclaveChallenge, challenge }: PostComputeInputs): Record<string, string | Secret> {
  if (!worker) throw new SessionError(`${SIGNATURE_ERROR}EMPTY_WORKER_ADDRESS`)
  if (!enclaveChallenge) throw new SessionError(`${SIGNATURE_ERROR}EMPTY_PUBLIC_ENCLAVE_CHALLENGE`)
  if (!challenge) throw new SessionError(`${SIGNATURE_ERROR}EMPTY_TEE_CHALLENGE`)
  return { RESULT_SIGN_WORKER_ADDRESS: address(worker), RESULT_SIGN_TEE_CHALLENGE_PRIVATE_KEY: challenge.privateKey }
}

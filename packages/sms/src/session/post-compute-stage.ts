import type { Secret } from '@iexec-sim/base'
import {
  type Generation,
  RESERVED_SECRETS,
  type StageSpec,
  type TaskDescription,
  ZERO_ADDRESS,
} from '@iexec-sim/protocol'
import { web2Id } from '../store/secret-store.ts'
import type { ProgramProperties } from '../tee-properties.ts'
import { SessionError } from './session-error.ts'
import type { SecretReader } from './session-secrets.ts'
import { type Signer, signingVariables } from './signing.ts'

/** Inputs of a post-compute stage. */
export interface PostComputeInputs {
  /** The task. */
  description: TaskDescription
  /** Stored secrets. */
  secrets: SecretReader
  /** The post-compute program. */
  program: ProgramProperties
  /** Identity and key that the stage signs with. */
  signer: Signer
}

/** Variables of the post-compute enclave: encryption, upload destination and token, signing key. */
export function postComputeStage(inputs: PostComputeInputs): StageSpec {
  const { generation, task } = inputs.description
  return {
    fingerprint: inputs.program.fingerprint,
    command: inputs.program.entrypoint,
    image: inputs.program.image,
    environment: {
      [generation === 'v9' ? 'IEXEC_TASK_ID' : 'RESULT_TASK_ID']: task.taskId,
      ...encryption(inputs),
      ...storage(inputs),
      ...signingVariables(generation, inputs.signer),
    },
  }
}

/** Text of a truth value in each generation. */
const flag = (generation: Generation, value: boolean): string =>
  generation === 'v9' ? String(value) : value ? 'yes' : 'no'

function encryption({ description, secrets }: PostComputeInputs): Record<string, string | Secret> {
  const { generation, params } = description
  if (!params.resultEncryption)
    return { RESULT_ENCRYPTION: flag(generation, false), RESULT_ENCRYPTION_PUBLIC_KEY: '' }
  const key = secrets.revealTrimmed(
    web2Id(description.deal.beneficiary, RESERVED_SECRETS.encryptionKey),
  )
  if (!key)
    throw new SessionError('POST_COMPUTE_GET_ENCRYPTION_TOKENS_FAILED_EMPTY_BENEFICIARY_KEY')
  return { RESULT_ENCRYPTION: flag(generation, true), RESULT_ENCRYPTION_PUBLIC_KEY: key }
}

function storage({
  description,
  secrets,
  signer: { worker },
}: PostComputeInputs): Record<string, string | Secret> {
  const { deal, params, generation } = description
  if (deal.callback !== ZERO_ADDRESS) {
    return {
      RESULT_STORAGE_CALLBACK: flag(generation, true),
      RESULT_STORAGE_PROVIDER: '',
      RESULT_STORAGE_PROXY: '',
      RESULT_STORAGE_TOKEN: '',
    }
  }
  const dropbox = params.resultStorageProvider === 'dropbox'
  const token = dropbox
    ? secrets.revealTrimmed(web2Id(deal.requester, RESERVED_SECRETS.dropboxToken))
    : (secrets.revealTrimmed(web2Id(worker, RESERVED_SECRETS.ipfsToken)) ??
      secrets.revealTrimmed(web2Id(deal.requester, RESERVED_SECRETS.ipfsToken)))
  if (!token) throw new SessionError('POST_COMPUTE_GET_STORAGE_TOKENS_FAILED')
  const poolProxy = dropbox
    ? undefined
    : secrets.revealTrimmed(web2Id(deal.workerpool.owner, RESERVED_SECRETS.resultProxyUrl))
  return {
    RESULT_STORAGE_CALLBACK: flag(generation, false),
    RESULT_STORAGE_PROVIDER: params.resultStorageProvider ?? '',
    RESULT_STORAGE_PROXY: params.resultStorageProxy ?? poolProxy ?? '',
    RESULT_STORAGE_TOKEN: token,
  }
}

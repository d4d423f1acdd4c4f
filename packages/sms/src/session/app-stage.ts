import type { Secret } from '@iexec-sim/base'
import {
  appVariables,
  enclaveConfigViolations,
  type StageSpec,
  type TaskDescription,
} from '@iexec-sim/protocol'
import { appId, requesterId } from '../store/secret-store.ts'
import { type BulkDataset, bulkAppVariables } from './bulk.ts'
import { SessionError } from './session-error.ts'
import type { SecretReader } from './session-secrets.ts'

const LONGEST_SECRET_NAME = 64

/**
 * Variables of the app's enclave: the plain ones, the app developer secret and the requester
 * secrets that the deal maps.
 */
export function appStage(
  description: TaskDescription,
  secrets: SecretReader,
  bulk?: BulkDataset[] | undefined,
): StageSpec {
  const { params, deal, image } = description
  return {
    ...enclaveOf(description),
    image,
    environment: {
      ...appVariables(description),
      ...bulkAppVariables(bulk),
      ...developerSecret(secrets, deal.app.pointer),
      ...requesterSecrets(secrets, deal.requester, params.secrets),
    },
  }
}

/**
 * Identity and start of the enclave. Under tdx, the image's checksum identifies it instead of an
 * enclave configuration.
 */
function enclaveOf({
  framework,
  enclave,
  checksum,
  params,
}: TaskDescription): Pick<StageSpec, 'fingerprint' | 'command'> {
  if (framework === 'tdx') return { fingerprint: checksum.slice(2), command: '' }
  if (!enclave) throw new SessionError('APP_COMPUTE_NO_ENCLAVE_CONFIG')
  if (enclaveConfigViolations(enclave).length > 0)
    throw new SessionError('APP_COMPUTE_INVALID_ENCLAVE_CONFIG')
  const start = enclave.entrypoint ?? ''
  return {
    fingerprint: enclave.fingerprint.replace(/^0x/, '').toLowerCase(),
    command: params.args === '' ? start : `${start} ${params.args}`,
  }
}

function developerSecret(secrets: SecretReader, app: string): Record<string, Secret> {
  const value = secrets.reveal(appId(app))
  return value ? { IEXEC_APP_DEVELOPER_SECRET: value, IEXEC_APP_DEVELOPER_SECRET_1: value } : {}
}

/**
 * A mapping whose index is not a positive integer is skipped, and a secret that was never pushed
 * leaves its variable out.
 */
function requesterSecrets(
  secrets: SecretReader,
  requester: string,
  mapping: Record<string, string>,
): Record<string, Secret> {
  const found: Record<string, Secret> = {}
  for (const [index, name] of Object.entries(mapping)) {
    if (!/^\+?\d+$/.test(index) || Number(index) <= 0) continue
    if (name.length < 1 || name.length > LONGEST_SECRET_NAME)
      throw new SessionError('SECURE_SESSION_GENERATION_FAILED')
    const value = secrets.reveal(requesterId(requester, name))
    if (value) found[`IEXEC_REQUESTER_SECRET_${index}`] = value
  }
  return found
}

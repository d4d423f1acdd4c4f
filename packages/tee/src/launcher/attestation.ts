import { ask, SimError } from '@iexec-sim/base'
import type { Stage, TeeFramework } from '@iexec-sim/protocol'
import { noTask, type TaskRecorder } from '@iexec-sim/timeline'
import type { SessionAddress } from '../drivers/driver.ts'
import type { RefusalReason } from '../evidence/evidence.ts'
import type { Platform } from '../evidence/platform.ts'
import { EnclaveKey, type SealedText } from '../evidence/sealing.ts'
import { type Provisions, sealingContext } from '../provisioning/provisioning-service.ts'

/** The provisioning service refused an enclave's evidence. */
export class AttestationRefused extends SimError<'ATTESTATION_REFUSED'> {
  readonly reason: RefusalReason

  constructor(reason: RefusalReason, { sessionId, stage }: { sessionId: string; stage: Stage }) {
    super('ATTESTATION_REFUSED', { reason, session: sessionId, stage })
    this.reason = reason
  }
}

/** One enclave that asks for its variables. */
export interface AttestationRequest extends SessionAddress {
  /** Framework of the enclave. */
  framework: TeeFramework
  /** Stage whose variables it asks for. */
  stage: Stage
  /** The measured fingerprint. */
  fingerprint: string
  /** Platform that signs the evidence. */
  platform: Platform
  /** Takes down the attestation as a step. @default none */
  steps?: TaskRecorder | undefined
  /** Gives the request up. */
  signal?: AbortSignal | undefined
}

/**
 * Refusals that an honest enclave gets when the network's clock is moved between its two requests.
 */
const CLOCK_MOVED: readonly RefusalReason[] = ['EVIDENCE_EXPIRED', 'UNKNOWN_NONCE']

/**
 * Proves to the provisioning service what runs, and opens what it releases. The key lives in this
 * call only. Throws {@link AttestationRefused} or `PROVISIONING_UNREACHABLE`.
 */
export async function attest(request: AttestationRequest): Promise<Provisions> {
  try {
    return await attestOnce(request)
  } catch (error) {
    if (!(error instanceof AttestationRefused && CLOCK_MOVED.includes(error.reason))) throw error
    return attestOnce(request)
  }
}

async function attestOnce(request: AttestationRequest): Promise<Provisions> {
  const { framework, stage, fingerprint, steps = noTask } = request
  const step = steps.begin({
    service: 'enclave',
    name: 'attested',
    facts: { framework, stage, fingerprint },
  })
  try {
    const provisions = await askFor(request)
    step.end({ facts: { variables: Object.keys(provisions.environment).length } })
    return provisions
  } catch (error) {
    const { message, help } = error as Error & { help?: string }
    step.end({
      outcome: error instanceof AttestationRefused ? 'refused' : 'failed',
      cause: error instanceof AttestationRefused ? error.reason : undefined,
      reason: message,
      fix: help,
    })
    throw error
  }
}

async function askFor(request: AttestationRequest): Promise<Provisions> {
  const { framework, stage, sessionId, fingerprint, platform } = request
  const key = new EnclaveKey()
  const { nonce } = await tell<{ nonce: string }>(request, '/attest/nonce', { sessionId, stage })
  const statement = { framework, fingerprint, stage, sessionId, nonce, enclaveKey: key.publicKey }
  const answer = await tell<{ sealed: SealedText }>(request, '/attest', {
    evidence: await platform.evidence(statement),
  })
  return JSON.parse(
    key.open(answer.sealed, sealingContext({ sessionId, stage, nonce })),
  ) as Provisions
}

async function tell<T>(request: AttestationRequest, path: string, json: object): Promise<T> {
  const url = `http://${request.provisioningUrl}`
  const response = await ask(url + path, { json, signal: request.signal, accept: [403] }).catch(
    (error: Error) => {
      request.signal?.throwIfAborted()
      throw new SimError(
        'PROVISIONING_UNREACHABLE',
        { url, reason: error.message },
        { cause: error },
      )
    },
  )
  if (response.ok) return (await response.json()) as T
  const { error } = (await response.json()) as { error: RefusalReason }
  throw new AttestationRefused(error, request)
}

import type { Secret } from '@iexec-sim/base'
import { type Address, address, type Generation } from '@iexec-sim/protocol'
import type { EnclaveChallenge } from '../store/challenge-store.ts'
import { SessionError } from './session-error.ts'

/** Identity and key that a stage signs with. */
export interface Signer {
  /** Wallet of the worker that runs the task. */
  worker: Address
  /** Address of the enclave's key. */
  enclaveChallenge: string
  /** Key pair of that address, if this SMS drew it. */
  challenge: EnclaveChallenge | undefined
}

const PREFIX = {
  v8: 'POST_COMPUTE_GET_SIGNATURE_TOKENS_FAILED_',
  v9: 'GET_SIGNATURE_TOKENS_FAILED_',
} as const satisfies Record<Generation, string>
const VARIABLES = { v8: 'RESULT_SIGN', v9: 'SIGN' } as const satisfies Record<Generation, string>

/** The variables a stage signs with. Throws {@link SessionError} when a part of them is missing. */
export function signingVariables(
  generation: Generation,
  { worker, enclaveChallenge, challenge }: Signer,
): Record<string, string | Secret> {
  const failed = PREFIX[generation]
  if (!worker) throw new SessionError(`${failed}EMPTY_WORKER_ADDRESS`)
  if (!enclaveChallenge) throw new SessionError(`${failed}EMPTY_PUBLIC_ENCLAVE_CHALLENGE`)
  if (!challenge) throw new SessionError(`${failed}EMPTY_TEE_CHALLENGE`)
  const name = VARIABLES[generation]
  return {
    [`${name}_WORKER_ADDRESS`]: address(worker),
    [`${name}_TEE_CHALLENGE_PRIVATE_KEY`]: challenge.privateKey,
  }
}

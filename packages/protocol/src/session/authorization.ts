import { readAddress } from '../chain/address.ts'
import { type Address, type Hex, readTaskId, type TaskId } from '../chain/hex.ts'

/** The workerpool owner's leave for one worker to contribute to one task. */
export interface WorkerpoolAuthorization {
  /** Id of the task. */
  chainTaskId: TaskId
  /** The authorized worker. */
  workerWallet: Address
  /** Zero address for a standard task. */
  enclaveChallenge: Address
  /** Signature of the workerpool's owner, 65 bytes of hex. */
  signature: { value: Hex }
}

/**
 * The authorization that a value from outside is; `undefined` when an id or the signature is
 * missing or malformed.
 */
export function readAuthorization(value: unknown): WorkerpoolAuthorization | undefined {
  const { signature, ...ids } = (value ?? {}) as { [K in keyof WorkerpoolAuthorization]?: unknown }
  const chainTaskId = readTaskId(ids.chainTaskId)
  const workerWallet = readAddress(ids.workerWallet)
  const enclaveChallenge = readAddress(ids.enclaveChallenge)
  const text = (signature as { value?: unknown } | null | undefined)?.value
  if (!chainTaskId || !workerWallet || !enclaveChallenge || typeof text !== 'string')
    return undefined
  return { chainTaskId, workerWallet, enclaveChallenge, signature: { value: text as Hex } }
}

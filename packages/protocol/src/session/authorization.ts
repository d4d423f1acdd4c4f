import type { Address, Hex, TaskId } from '../chain/hex.ts'

/** The workerpool owner's leave for one worker to contribute to one task. */
export interface WorkerpoolAuthorization {
  chainTaskId: TaskId
  workerWallet: Address
  /** Zero address for a standard task. */
  enclaveChallenge: Address
  signature: { value: Hex }
}

import type { Address, Bytes32, Hex, TaskId } from '@iexec-sim/protocol'

/** Somebody who works for no pool, and with whom a dishonest scheduler is in league. */
export interface Stranger {
  address: Address
  writer: StrangerWriter
}

/** The chain as a stranger writes it. Each call resolves when mined and rejects when reverted. */
interface StrangerWriter {
  contribute(
    taskId: TaskId,
    resultHash: Bytes32,
    resultSeal: Bytes32,
    enclaveChallenge: Address,
    enclaveSign: Hex,
    authorizationSign: Hex,
  ): Promise<unknown>
  reveal(taskId: TaskId, resultDigest: Bytes32): Promise<unknown>
}

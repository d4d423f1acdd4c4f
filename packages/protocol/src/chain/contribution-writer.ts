import type { Address, Bytes32, Hex, TaskId } from './hex.ts'

/**
 * The calls of a contributor to the hub. Each call resolves when mined and rejects when reverted.
 */
export interface ContributionWriter {
  /** Commits to a result. */
  contribute(
    taskId: TaskId,
    resultHash: Bytes32,
    resultSeal: Bytes32,
    enclaveChallenge: Address,
    enclaveSign: Hex,
    authorizationSign: Hex,
  ): Promise<unknown>
  /** Commits to a result and finalises the task with it. */
  contributeAndFinalize(
    taskId: TaskId,
    resultDigest: Bytes32,
    results: Hex,
    resultsCallback: Hex,
    enclaveChallenge: Address,
    enclaveSign: Hex,
    authorizationSign: Hex,
  ): Promise<unknown>
  /** Shows the digest behind a contribution. */
  reveal(taskId: TaskId, resultDigest: Bytes32): Promise<unknown>
}

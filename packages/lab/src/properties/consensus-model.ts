import { countVotes, votingPower, ZERO_ADDRESS } from '@iexec-sim/protocol'
import { digestOf } from '../world/index.ts'

/** One vote: its result and its worker's score. */
export interface Vote {
  /** The worker's score when it votes. */
  readonly score: number
  /** Number of the result; equal numbers agree. */
  readonly result: number
}

/** Whether the last vote settles a task of this trust, by the rule that `protocol` states. */
export function isSettled(votes: readonly Vote[], trust: number): boolean {
  const cast = votes.map(({ score, result }) => ({
    worker: ZERO_ADDRESS,
    resultHash: digestOf(`result ${result}`),
    power: votingPower(BigInt(score)),
    rejected: false,
  }))
  const last = cast.at(-1)!.resultHash
  return countVotes(cast, BigInt(trust)).groups.some(
    ({ resultHash, wins }) => wins && resultHash === last,
  )
}

/** Index of the vote that settles a task, -1 when none does. */
export function settlingVote(votes: readonly Vote[], trust: number): number {
  return votes.findIndex((_, last) => isSettled(votes.slice(0, last + 1), trust))
}

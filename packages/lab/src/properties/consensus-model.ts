/** One vote: who and for which result. */
export interface Vote {
  readonly score: number
  readonly result: number
}

/**
 * Whether the last vote settles it, reckoned another way than the contract does: the powers of a result's voters are
 * multiplied anew each time, and shares of all votes are compared as a whole. One share belongs to nobody.
 */
export function isSettled(votes: readonly Vote[], trust: number): boolean {
  const power = ({ score }: Vote) => Math.max(Math.floor(score / 3), 3) - 1
  const product = (result: number) =>
    votes.filter((vote) => vote.result === result).reduce((p, vote) => p * BigInt(power(vote)), 1n)
  const results = [...new Set(votes.map((vote) => vote.result))]
  const total = results.reduce((sum, result) => sum + product(result), 1n)
  return product(votes.at(-1)!.result) * BigInt(trust) > total * BigInt(trust - 1)
}

/**
 * What votes, one after another, should lead to.
 *
 * @returns the number of the vote that settles it, or -1.
 */
export function settlingVote(votes: readonly Vote[], trust: number): number {
  return votes.findIndex((_, last) => isSettled(votes.slice(0, last + 1), trust))
}

/** The share of the reward a worker of this score has: log2 of its power, rounded down. */
export function weight(score: number): bigint {
  return BigInt((Math.max(Math.floor(score / 3), 3) - 1).toString(2).length - 1)
}

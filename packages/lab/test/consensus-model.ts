/** One vote: who and for which result. */
export interface Vote {
  readonly score: number
  readonly result: number
}

/**
 * What a vote should lead to, reckoned another way than the contract does: the powers of a result's voters are multiplied
 * anew each time, and shares of all votes are compared as a whole.
 * @returns the number of the vote that settles it, or -1.
 */
export function settlingVote(votes: readonly Vote[], trust: number): number {
  const power = ({ score }: Vote) => Math.max(Math.floor(score / 3), 3) - 1
  return votes.findIndex((_, last) => {
    const cast = votes.slice(0, last + 1)
    const product = (result: number) =>
      cast.filter((v) => v.result === result).reduce((p, v) => p * BigInt(power(v)), 1n)
    const results = [...new Set(cast.map((v) => v.result))]
    const total = results.reduce((sum, result) => sum + product(result), 1n)
    const winner = product(votes[last]!.result)
    return winner * BigInt(trust) > total * BigInt(trust - 1)
  })
}

/** The share of the reward a worker of this score has: log2 of its power, rounded down. */
export function weight(score: number): bigint {
  return BigInt((Math.max(Math.floor(score / 3), 3) - 1).toString(2).length - 1)
}

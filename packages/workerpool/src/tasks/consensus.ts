import { countVotes, type Vote, ZERO_BYTES32 } from '@iexec-sim/protocol'
import { hasBeen, isOver, type Replicate } from '../model.ts'

/**
 * Whether the contributions there are and those still expected cannot reach consensus without
 * another worker. The best outcome decides: all pending workers join the heaviest group. A
 * replicate that was aborted or lost is no longer expected.
 */
export function needsMoreContributions(
  replicates: readonly Replicate[],
  requestedTrust: number,
): boolean {
  const trust = BigInt(Math.max(requestedTrust, 1))
  const cast = replicates.flatMap((one) =>
    one.contributionHash ? [vote(one, one.contributionHash)] : [],
  )
  const heaviest = countVotes(cast, trust).groups[0]?.resultHash ?? ZERO_BYTES32
  const expected = replicates.filter((one) => !hasBeen(one, 'CONTRIBUTED') && !isOver(one))
  const best = [...cast, ...expected.map((one) => vote(one, heaviest))]
  return !countVotes(best, trust).groups.some(({ wins }) => wins)
}

const vote = ({ workerWallet, weight }: Replicate, resultHash: Vote['resultHash']): Vote => ({
  worker: workerWallet,
  resultHash,
  power: BigInt(weight),
  rejected: false,
})

import type { Address, Bytes32 } from '../chain/hex.ts'

/** One contribution as the consensus counts it. */
export interface Vote {
  /** The worker that contributed. */
  worker: Address
  /** Hash of the task id and the result's digest. */
  resultHash: Bytes32
  /** Voting power of the worker when it contributed; see {@link votingPower}. */
  power: bigint
  /** Whether a reopening has taken the vote back. */
  rejected: boolean
}

/** Workers that gave the same result. */
export interface VoteGroup {
  /** Result hash they share, bytes32 hex. */
  resultHash: Bytes32
  /** Workers of the group, in the order of their contributions. */
  workers: Address[]
  /** Product of the workers' powers. */
  weight: bigint
  /** `weight × trust`; the group wins when this is the larger side. */
  left: bigint
  /** `total × (trust − 1)`. */
  right: bigint
  /** Whether the group has reached the trust. */
  wins: boolean
}

/** State of a task's consensus, with all its numbers. */
export interface ConsensusCount {
  /** The trust the votes were counted with. */
  trust: bigint
  /** Sum of all groups' weights, and 1 that belongs to no group. */
  total: bigint
  /** The heaviest group first. */
  groups: VoteGroup[]
}

/** Part of every total: a task begins with it. */
const INITIAL_WEIGHT = 1n

/** Voting power of a worker of this score: a third of it, at least 3, less one. */
export function votingPower(score: bigint): bigint {
  const third = score / 3n
  return (third > 3n ? third : 3n) - 1n
}

/** Share of the reward of a worker of this score: log2 of its voting power, rounded down. */
export function rewardWeight(score: bigint): bigint {
  return BigInt(votingPower(score).toString(2).length - 1)
}

/**
 * Counts votes as the hub does: a result wins when its weight times the trust exceeds the total
 * times the trust less one.
 */
export function countVotes(votes: readonly Vote[], trust: bigint): ConsensusCount {
  const weights = new Map<Bytes32, { weight: bigint; workers: Address[] }>()
  for (const { worker, resultHash, power, rejected } of votes) {
    if (rejected) continue
    const group = weights.get(resultHash) ?? { weight: 1n, workers: [] }
    weights.set(resultHash, { weight: group.weight * power, workers: [...group.workers, worker] })
  }
  const total = [...weights.values()].reduce((sum, { weight }) => sum + weight, INITIAL_WEIGHT)
  const groups = [...weights].map(([resultHash, { weight, workers }]) => {
    const [left, right] = [weight * trust, total * (trust - 1n)]
    return { resultHash, workers, weight, left, right, wins: left > right }
  })
  return {
    trust,
    total,
    groups: groups.sort((a, b) => (a.weight < b.weight ? 1 : a.weight > b.weight ? -1 : 0)),
  }
}

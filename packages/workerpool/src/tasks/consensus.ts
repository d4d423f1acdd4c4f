import type { Bytes32 } from '@iexec-sim/protocol'
import { hasBeen, isOver, type Replicate } from '../model.ts'

/** Weight of a worker with a score: a new worker weighs 2. */
export const workerWeight = (score: bigint | number): number => Math.max(Math.trunc(Number(score) / 3), 3) - 1

/**
 * Whether the contributions there are and those still expected can't reach consensus without another worker.
 * A replicate that was aborted or lost is not expected any more.
 */
export function needsMoreContributions(replicates: readonly Replicate[], requestedTrust: number): boolean {
  const trust = Math.max(requestedTrust, 1)
  const groups = groupWeights(replicates)
  const pending = replicates.filter(
    (replicate) => !hasBeen(replicate, 'CONTRIBUTED') && !isOver(replicate) && replicate.weight > 0,
  )
  const bestGroup = Math.max(0, ...groups.values())
  if (bestGroup === 0 && pending.length === 0) return true
  const best = pending.reduce((product, replicate) => product * replicate.weight, Math.max(bestGroup, 1))
  const worst = [...groups.values()].reduce((sum, weight) => sum + weight, 0) - bestGroup
  return !(best * trust > (1 + best + worst) * (trust - 1))
}

/** Weight of each group of workers that contributed the same hash: the product of their weights. */
function groupWeights(replicates: readonly Replicate[]): Map<Bytes32, number> {
  const groups = new Map<Bytes32, number>()
  for (const { contributionHash, weight } of replicates) {
    if (contributionHash) groups.set(contributionHash, (groups.get(contributionHash) ?? 1) * weight)
  }
  return groups
}

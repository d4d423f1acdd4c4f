import type { Address, Bytes32, ReplicateStatus } from '@iexec-sim/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Replicate } from '../model.ts'
import { needsMoreContributions } from './consensus.ts'

const SEED = 20260101
const HASHES = ['0xaa', '0xbb', '0xcc'] as Bytes32[]

/** A replicate in some status; with a hash when it contributed. */
function replicate(status: ReplicateStatus, weight = 2, contributionHash?: Bytes32): Replicate {
  const statuses: ReplicateStatus[] = contributionHash
    ? ['CREATED', 'CONTRIBUTED', status]
    : ['CREATED', status]
  return {
    workerWallet: '0x' as Address,
    updates: statuses.map((status) => ({ status, date: '', modifier: 'WORKER' as const })),
    createdAt: 0,
    weight,
    ...(contributionHash ? { contributionHash } : {}),
  }
}
const running = (weight = 2) => replicate('COMPUTING', weight)
const contributed = (hash: Bytes32, weight = 2) => replicate('CONTRIBUTED', weight, hash)

/** Number of new workers a task of some trust is given while all of them compute. */
function supplied(trust: number): number {
  const replicates: Replicate[] = []
  while (needsMoreContributions(replicates, trust)) replicates.push(running())
  return replicates.length
}

describe('a task', () => {
  it.each([
    [0, 1],
    [1, 1],
    [2, 1],
    [3, 2],
    [4, 2],
    [5, 3],
  ])('of trust %i is given to %i new workers', (trust, workers) => {
    expect(supplied(trust)).toBe(workers)
  })

  it('is given to another worker if one failed or went away', () => {
    for (const status of ['COMPUTE_FAILED', 'ABORTED', 'WORKER_LOST', 'FAILED'] as const)
      expect(needsMoreContributions([replicate(status)], 1), status).toBe(true)
  })

  it('is given to another worker if its contributions contradict each other', () => {
    expect(needsMoreContributions([contributed(HASHES[0]!), contributed(HASHES[0]!)], 4)).toBe(
      false,
    )
    expect(needsMoreContributions([contributed(HASHES[0]!), contributed(HASHES[1]!)], 4)).toBe(true)
  })

  it('is given to no further worker while the running ones could still decide it', () => {
    const replicates = [contributed(HASHES[0]!), contributed(HASHES[1]!), running(9)]
    expect(needsMoreContributions(replicates, 2)).toBe(false)
  })
})

/**
 * The chain's own rule, on the outcome that is best for consensus: all who run agree with the
 * heaviest group.
 */
function wouldReachConsensus(
  groups: Map<string, number[]>,
  pending: number[],
  trust: bigint,
): boolean {
  const product = (weights: number[]) => weights.reduce((all, weight) => all * BigInt(weight), 1n)
  const weights = [...groups.values()].map(product).sort((a, b) => (a < b ? 1 : -1))
  const [heaviest = 1n, ...others] = weights
  if (groups.size === 0 && pending.length === 0) return false
  const group = heaviest * product(pending)
  const total = others.reduce((sum, weight) => sum + weight, 1n + group)
  return group * trust > total * (trust - 1n)
}

it('further workers are requested if and only if the chain needs them for consensus', () => {
  const weight = fc.integer({ min: 1, max: 40 })
  const member = fc.oneof(
    fc.record({
      kind: fc.constant('contributed' as const),
      weight,
      hash: fc.constantFrom(...HASHES),
    }),
    fc.record({ kind: fc.constant('running' as const), weight }),
    fc.record({ kind: fc.constant('over' as const), weight }),
  )
  fc.assert(
    fc.property(
      fc.array(member, { maxLength: 6 }),
      fc.integer({ min: 0, max: 20 }),
      (members, trust) => {
        const replicates = members.map((member) => {
          if (member.kind === 'contributed') return contributed(member.hash, member.weight)
          return member.kind === 'running'
            ? running(member.weight)
            : replicate('COMPUTE_FAILED', member.weight)
        })
        const groups = new Map<string, number[]>()
        for (const member of members)
          if (member.kind === 'contributed')
            groups.set(member.hash, [...(groups.get(member.hash) ?? []), member.weight])
        const pending = members.filter(({ kind }) => kind === 'running').map(({ weight }) => weight)
        const reached = wouldReachConsensus(groups, pending, BigInt(Math.max(trust, 1)))
        expect(needsMoreContributions(replicates, trust)).toBe(!reached)
      },
    ),
    { seed: SEED, numRuns: 2000 },
  )
})

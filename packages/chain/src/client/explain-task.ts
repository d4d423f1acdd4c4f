import { SimError } from '@iexec-sim/base'
import {
  type Address,
  address,
  type ConsensusCount,
  type ContributionStatus,
  countVotes,
  type Deal,
  type Hex,
  type OnchainTask,
  type TaskId,
  type Vote,
  votingPower,
} from '@iexec-sim/protocol'
import { toBeHex } from 'ethers'
import type { HubClient } from './hub-client.ts'
import { interfaces } from './interfaces.ts'

/** A worker's contribution to a task, with the power it had. */
interface ExplainedContribution extends Vote {
  status: ContributionStatus
  /** The worker's score when it contributed. */
  score: bigint
  /**
   * Its weight when the reward is shared: log2 of the power, as the chain stores it; 0 without a
   * vote.
   */
  weight: bigint
  blockNumber: number
  /** Name in the debug pool; absent for the worker of another pool. */
  name?: string
  /** Whether the debug pool's owner authorised an account that is not one of its workers. */
  isStranger: boolean
}

/** The debug pool, as far as an explanation needs to know it. */
export interface KnownPool {
  /** The workerpool contract. */
  workerpool: { address: Address }
  /** The pool's workers. */
  workers: readonly { name: string; address: Address }[]
}

/** Why a task's consensus is where it is. */
export interface TaskExplanation {
  /** Id of the task. */
  taskId: TaskId
  /** As the chain has it. */
  status: OnchainTask['status']
  /** Contributions, in the order they were made. */
  contributions: ExplainedContribution[]
  /** The consensus as the chain counts it. */
  count: ConsensusCount
  /** The state of the consensus in a sentence. */
  verdict: string
  /** Further notes: foreign workers, and the steps between consensus and a completed task. */
  remarks: string[]
}

/**
 * Reads a task's contributions from the chain and counts them the way the hub does. Throws
 * `TASK_UNKNOWN`.
 */
export async function explainTask(
  hub: HubClient,
  taskId: TaskId,
  pool: KnownPool,
): Promise<TaskExplanation> {
  const task = await hub.viewTask(taskId)
  const deal = task && (await hub.viewDeal(task.dealId))
  if (!task || !deal) throw new SimError('TASK_UNKNOWN', { taskId })
  const blocks = await contributionBlocks(hub, taskId)
  const contributions = await Promise.all(
    task.contributors.map(async (worker): Promise<ExplainedContribution> => {
      const { status, resultHash, weight } = await hub.viewContribution(taskId, worker)
      const blockNumber = blocks.get(worker) ?? 0
      // The worker's score before this task: a success or a lie has changed it since.
      const score = await scoreAt(hub, worker, blockNumber - 1)
      return {
        worker,
        resultHash,
        status,
        score,
        weight,
        power: votingPower(score),
        rejected: status === 'REJECTED',
        blockNumber,
        ...membershipOf(worker, deal, pool),
      }
    }),
  )
  const count = countVotes(contributions, deal.trust)
  const remarks = [...strangerRemarks(contributions), ...endRemarks(task, await timeOf(hub))]
  return {
    taskId,
    status: task.status,
    contributions,
    count,
    verdict: verdictOf(count, contributions.length),
    remarks,
  }
}

/**
 * The chain knows an authorisation alone; who belongs to the debug pool is known to the network.
 */
function membershipOf(worker: Address, deal: Deal, { workerpool, workers }: KnownPool) {
  const known = workers.find(({ address }) => address === worker)
  const isStranger = !known && deal.workerpool.pointer === workerpool.address
  return { ...(known ? { name: known.name } : {}), isStranger }
}

const strangerRemarks = (contributions: readonly ExplainedContribution[]): string[] =>
  contributions
    .filter(({ isStranger }) => isStranger)
    .map(
      ({ worker }) =>
        `${worker} is a stranger: none of the pool's workers, yet the pool's owner authorised it.`,
    )

/** The steps that a task still needs at a time, in seconds since 1970. */
export function endRemarks(
  task: Pick<
    OnchainTask,
    | 'status'
    | 'revealCounter'
    | 'winnerCounter'
    | 'contributionDeadline'
    | 'revealDeadline'
    | 'finalDeadline'
  >,
  now: bigint,
): string[] {
  const {
    status,
    revealCounter,
    winnerCounter,
    contributionDeadline,
    revealDeadline,
    finalDeadline,
  } = task
  const until = (deadline: bigint) =>
    now < deadline
      ? `which they can do until ${moment(deadline)}`
      : `which they could do until ${moment(deadline)}`
  const claimable =
    now < finalDeadline
      ? `from ${moment(finalDeadline)} on it can be claimed.`
      : `it can be claimed since ${moment(finalDeadline)}.`
  if (status === 'ACTIVE')
    return [
      now < contributionDeadline
        ? `Workers can contribute until ${moment(contributionDeadline)}; ${claimable}`
        : `Workers could contribute until ${moment(contributionDeadline)}; ${claimable}`,
    ]
  if (status !== 'REVEALING') return []
  return [
    revealCounter === winnerCounter
      ? `All ${winnerCounter} winners have revealed, and the scheduler has not finalised: ${claimable}`
      : `${revealCounter} of ${winnerCounter} winners have revealed, ${until(revealDeadline)}; ${claimable}`,
  ]
}

/**
 * The chain's time now, which deadlines are held against: that of the next block. Seconds since
 * 1970.
 */
async function timeOf({ rpc }: HubClient): Promise<bigint> {
  const next = (await rpc.request({
    method: 'eth_getBlockByNumber',
    params: ['pending', false],
  })) as { timestamp: Hex }
  return BigInt(next.timestamp)
}

const moment = (seconds: bigint): string => new Date(Number(seconds) * 1000).toISOString()

/**
 * Why there is or is not consensus, in one sentence. `contributors` includes those a reopening
 * rejected.
 */
export function verdictOf({ trust, total, groups }: ConsensusCount, contributors: number): string {
  const [best] = groups
  if (!best && contributors > 0)
    return 'No consensus: no worker revealed, the task was reopened, and all contributions so far are rejected.'
  if (!best) return 'No worker has contributed yet.'
  const sides = `${best.weight} × ${trust} = ${best.left}, and ${total} × (${trust} − 1) = ${best.right}`
  return best.wins
    ? `Consensus is reached: ${sides}; the first is larger.`
    : `No consensus: ${sides}; the first is not larger.`
}

async function contributionBlocks(
  { rpc, hub }: HubClient,
  taskId: TaskId,
): Promise<Map<Address, number>> {
  const topics = [interfaces.hub().getEvent('TaskContribute')!.topicHash, taskId]
  const params = [{ address: hub, fromBlock: '0x0', toBlock: 'latest', topics }]
  const logs = (await rpc.request({ method: 'eth_getLogs', params })) as {
    topics: Hex[]
    blockNumber: Hex
  }[]
  return new Map(
    logs.map((log) => [address(`0x${log.topics[2]!.slice(26)}`), Number(log.blockNumber)]),
  )
}

async function scoreAt({ rpc, hub }: HubClient, worker: Address, block: number): Promise<bigint> {
  const data = interfaces.hub().encodeFunctionData('viewScore', [worker])
  const params = [{ to: hub, data }, toBeHex(Math.max(block, 0))]
  return BigInt((await rpc.request({ method: 'eth_call', params })) as Hex)
}

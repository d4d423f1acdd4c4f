import { type HubClient, interfaces } from '@iexec-sim/chain/client'
import {
  type Address,
  type ConsensusCount,
  type ContributionStatus,
  countVotes,
  type Hex,
  type OnchainTask,
  SimError,
  type TaskId,
  type Vote,
  votingPower,
} from '@iexec-sim/protocol'
import { toBeHex } from 'ethers'

/** A worker's contribution to a task, with the power it had. */
export interface ExplainedContribution extends Vote {
  status: ContributionStatus
  /** The worker's score when it contributed. */
  score: bigint
  blockNumber: number
}

/** Why a task's consensus is where it is. */
export interface TaskExplanation {
  taskId: TaskId
  /** As the chain has it. */
  status: OnchainTask['status']
  contributions: ExplainedContribution[]
  count: ConsensusCount
  verdict: string
}

/** Reads a task's contributions from the chain and counts them the way the hub does. Throws `TASK_UNKNOWN`. */
export async function explainTask(hub: HubClient, taskId: TaskId): Promise<TaskExplanation> {
  const task = await hub.viewTask(taskId)
  const deal = task && (await hub.viewDeal(task.dealId))
  if (!task || !deal) throw new SimError('TASK_UNKNOWN', { taskId })
  const blocks = await contributionBlocks(hub, taskId)
  const contributions = await Promise.all(
    task.contributors.map(async (worker): Promise<ExplainedContribution> => {
      const { status, resultHash } = await hub.viewContribution(taskId, worker)
      const blockNumber = blocks.get(worker.toLowerCase()) ?? 0
      // What the worker's score was before: a success or a lie since then has changed it.
      const score = await scoreAt(hub, worker, blockNumber - 1)
      return {
        worker,
        resultHash,
        status,
        score,
        power: votingPower(score),
        rejected: status === 'REJECTED',
        blockNumber,
      }
    }),
  )
  const count = countVotes(contributions, deal.trust)
  return { taskId, status: task.status, contributions, count, verdict: verdictOf(count) }
}

function verdictOf({ trust, total, groups }: ConsensusCount): string {
  const [best] = groups
  if (!best) return 'Nobody has contributed: there is nothing to agree on yet.'
  const sides = `${best.weight} × ${trust} = ${best.left}, and ${total} × (${trust} − 1) = ${best.right}`
  return best.wins
    ? `Consensus is reached: ${sides}; the first is larger.`
    : `There is no consensus: ${sides}; the first is not larger.`
}

async function contributionBlocks({ rpc, hub }: HubClient, taskId: TaskId): Promise<Map<string, number>> {
  const topics = [interfaces.hub().getEvent('TaskContribute')!.topicHash, taskId]
  const params = [{ address: hub, fromBlock: '0x0', toBlock: 'latest', topics }]
  const logs = (await rpc.request({ method: 'eth_getLogs', params })) as { topics: Hex[]; blockNumber: Hex }[]
  return new Map(logs.map((log) => [`0x${log.topics[2]!.slice(26)}`, Number(log.blockNumber)]))
}

async function scoreAt({ rpc, hub }: HubClient, worker: Address, block: number): Promise<bigint> {
  const data = interfaces.hub().encodeFunctionData('viewScore', [worker])
  const params = [{ to: hub, data }, toBeHex(Math.max(block, 0))]
  return BigInt((await rpc.request({ method: 'eth_call', params })) as Hex)
}

/** The explanation as text for people. */
export function explanationText({ taskId, status, contributions, count, verdict }: TaskExplanation): string {
  const lines = [`task    ${taskId}`, `status  ${status}`, `trust   ${count.trust}`, '']
  for (const { worker, resultHash, score, power, status: state } of contributions)
    lines.push(`worker  ${worker}  score ${score}, power ${power}  ${state}  result ${resultHash.slice(0, 10)}…`)
  for (const { resultHash, workers, weight, left, right, wins } of count.groups) {
    const sign = wins ? '>' : '≤'
    lines.push(
      '',
      `group   ${resultHash.slice(0, 10)}…  ${workers.length} worker${workers.length === 1 ? '' : 's'}, weight ${weight}`,
    )
    lines.push(`        weight × trust ${left} ${sign} ${right} total × (trust − 1)`)
  }
  return [...lines, '', verdict].join('\n')
}

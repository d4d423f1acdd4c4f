import type { ChainEvent, HubClient } from '@iexec-sim/chain/client'
import { type Address, type DealId, type Hex, type TaskId, taskIdOf } from '@iexec-sim/protocol'
import type { Facts, Recorder, StepName } from '@iexec-sim/timeline'

/** Steps by the hub's events. */
const STEPS: Readonly<Record<string, StepName>> = {
  TaskInitialize: 'task-initialized',
  TaskContribute: 'contributed',
  TaskConsensus: 'consensus-reached',
  TaskReveal: 'revealed',
  TaskReopen: 'reopened',
  TaskFinalize: 'finalized',
  TaskClaimed: 'claimed',
}
/** Tasks of one deal that are recorded with its match. */
const MOST_TASKS = 100
/** Events that are known to be recorded. */
const MOST_SEEN = 10_000

/** Records the transactions of tasks: hash, block, sender, gas and what their event says. */
export class ChainSteps {
  readonly #hub: HubClient
  readonly #recorder: Recorder
  readonly #workerpools: readonly Address[]
  /** An event feed reads again after a restore. */
  readonly #seen = new Set<string>()
  /** The receipt that was read last: a transaction has several events. */
  #last: { transaction: Hex; facts: Facts } | undefined

  constructor(hub: HubClient, recorder: Recorder, workerpools: readonly Address[]) {
    this.#hub = hub
    this.#recorder = recorder
    this.#workerpools = workerpools
  }

  /** Records the events of a batch. Does not reject. */
  async record(events: readonly ChainEvent[]): Promise<void> {
    const startedAt = performance.timeOrigin + performance.now()
    for (const event of events) {
      const key = `${event.transactionHash} ${event.logIndex}`
      if (this.#seen.has(key)) continue
      this.#seen.add(key)
      if (this.#seen.size > MOST_SEEN) this.#seen.delete(this.#seen.values().next().value!)
      await this.#recordOne(event, startedAt).catch(() => {})
    }
  }

  async #recordOne(found: ChainEvent, startedAt: number): Promise<void> {
    const { event, transactionHash: transaction, blockNumber: block } = found
    const name: StepName | undefined =
      event.name === 'SchedulerNotice' ? 'deal-matched' : STEPS[event.name]
    const tasks = name && (await this.#tasksOf(found))
    if (!tasks || tasks.length === 0) return
    const facts = { transaction, block, ...(await this.#receipt(transaction)), ...saidBy(found) }
    for (const taskId of tasks)
      this.#recorder.note({
        taskId,
        service: 'chain',
        name,
        startedAt,
        endedAt: startedAt,
        facts,
      })
  }

  async #tasksOf({ event }: ChainEvent): Promise<TaskId[]> {
    if (event.name !== 'SchedulerNotice') return [event.args.taskid as TaskId]
    if (!this.#workerpools.includes(event.args.workerpool)) return []
    const dealId = event.args.dealid as DealId
    const deal = await this.#hub.viewDeal(dealId)
    if (!deal) return []
    const count = Math.min(Number(deal.botSize), MOST_TASKS)
    return Array.from({ length: count }, (_, i) => taskIdOf(dealId, Number(deal.botFirst) + i))
  }

  async #receipt(transaction: Hex): Promise<Facts> {
    if (this.#last?.transaction === transaction) return this.#last.facts
    const receipt = (await this.#hub.rpc.request({
      method: 'eth_getTransactionReceipt',
      params: [transaction],
    })) as { gasUsed: Hex; from: Hex } | null
    const facts = receipt ? { gas: Number(receipt.gasUsed), from: receipt.from } : {}
    this.#last = { transaction, facts }
    return facts
  }
}

/** Fields of an event that say something of the task. */
function saidBy({ event }: ChainEvent): Facts {
  const { dealid, worker, hash, consensus, digest } = event.args.toObject() as Record<
    string,
    string
  >
  const said = { deal: dealid, worker, result: hash ?? consensus, digest }
  return Object.fromEntries(
    Object.entries(said).filter(([, value]) => typeof value === 'string'),
  ) as Facts
}

import { equal } from 'node:assert/strict'
import type { DealId, TaskId } from '@iexec-sim/protocol'
import { accounts, type Market, type Role } from '../world/index.ts'
import { isSettled, type Vote } from './consensus-model.ts'

/** What a deal lets its parties lock for each task, nRLC. */
interface Terms {
  readonly payer: string
  readonly price: bigint
  readonly poolStake: bigint
  readonly workerStake: bigint
  readonly trust: number
}

/** A task of a story. */
export interface StoryTask {
  /** Id of its deal. */
  readonly deal: DealId
  /** Index of the task, as passed to the hub. */
  readonly index: number
  /** Id of the task. */
  readonly task: TaskId
  /** Stakes and prices of its deal. */
  readonly terms: Terms
  /** Status the books expect. */
  status: Status
  /** Votes that count, with who cast them; those of a group that a reopening rejected do not. */
  votes: (Vote & { readonly worker: Role })[]
  /** Who locked a stake. */
  readonly staked: Set<Role>
}

/** As the protocol numbers them. */
const statuses = ['unset', 'active', 'revealing', 'completed', 'failed'] as const
type Status = (typeof statuses)[number]
const isOver = (status: Status) => status === 'completed' || status === 'failed'

/** What should be so after a story's calls, kept by other means than the contracts'. */
export class Books {
  readonly tasks: StoryTask[] = []
  readonly #market: Market

  constructor(market: Market) {
    this.#market = market
  }

  /** Writes a deal's tasks down. */
  async addDeal(deal: DealId, tasks: readonly { index: number; task: TaskId }[]): Promise<void> {
    const { chain, hub } = this.#market
    const { app, dataset, workerpool, sponsor, workerStake, trust } = await chain.read(
      hub,
      'viewDeal',
      deal,
    )
    const terms: Terms = {
      payer: sponsor,
      price: app.price + dataset.price + workerpool.price,
      poolStake: (workerpool.price * 30n) / 100n,
      workerStake,
      trust: Number(trust),
    }
    for (const one of tasks)
      this.tasks.push({ deal, ...one, terms, status: 'unset', votes: [], staked: new Set() })
  }

  /** Looks at a task after something was done with it: one that is over stays as it is. */
  async look(target: StoryTask): Promise<void> {
    const { status } = await this.#market.task(target.task)
    const now = statuses[Number(status)]!
    if (isOver(target.status)) equal(now, target.status)
    target.status = now
  }

  /** A vote was cast: there is consensus if and only if the model says so. */
  async voted(target: StoryTask, worker: Role, result: number, score: bigint): Promise<void> {
    target.staked.add(worker)
    target.votes.push({ worker, result, score: Number(score) })
    await this.look(target)
    equal(target.status, isSettled(target.votes, target.terms.trust) ? 'revealing' : 'active')
  }

  /** A task was reopened: the votes that had won do not count any more. */
  reopened(target: StoryTask): void {
    const winner = target.votes.at(-1)!.result
    target.votes = target.votes.filter(({ result }) => result !== winner)
  }

  /** What the deals let an account lock: for every task that is not over, its part. */
  justifiedLock(account: string): bigint {
    const open = this.tasks.filter(({ status }) => !isOver(status))
    return open.reduce((sum, { terms, staked }) => {
      const asPayer = account === terms.payer ? terms.price : 0n
      const asPool = account === accounts.poolOwner ? terms.poolStake : 0n
      const asWorker = [...staked].some((worker) => accounts[worker] === account)
        ? terms.workerStake
        : 0n
      return sum + asPayer + asPool + asWorker
    }, 0n)
  }
}

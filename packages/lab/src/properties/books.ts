import { equal } from 'node:assert/strict'
import type { DealId, TaskId } from '@iexec-sim/protocol'
import { accounts, type Market, type Role } from '../world/index.ts'
import { isSettled, type Vote } from './consensus-model.ts'

/** Amounts that a deal's parties lock for each task, nRLC. */
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
  /** Votes that count, with their workers; a reopening removes those of the rejected group. */
  votes: (Vote & { readonly worker: Role })[]
  /** Workers that locked a stake. */
  readonly staked: Set<Role>
}

/** Statuses by their numbers in the protocol. */
const statuses = ['unset', 'active', 'revealing', 'completed', 'failed'] as const
type Status = (typeof statuses)[number]
const isOver = (status: Status) => status === 'completed' || status === 'failed'

/** Expected state after a story's calls, kept independently of the contracts. */
export class Books {
  readonly tasks: StoryTask[] = []
  readonly #market: Market

  constructor(market: Market) {
    this.#market = market
  }

  /** Adds a deal's tasks. */
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

  /** Reads a task after a call: one that is over must not have changed. */
  async look(target: StoryTask): Promise<void> {
    const { status } = await this.#market.task(target.task)
    const now = statuses[Number(status)]!
    if (isOver(target.status)) equal(now, target.status)
    target.status = now
  }

  /** Adds a vote: there must be consensus if and only if the model says so. */
  async voted(target: StoryTask, worker: Role, result: number, score: bigint): Promise<void> {
    target.staked.add(worker)
    target.votes.push({ worker, result, score: Number(score) })
    await this.look(target)
    equal(target.status, isSettled(target.votes, target.terms.trust) ? 'revealing' : 'active')
  }

  /** Reopens a task: the votes of the winning group no longer count. */
  reopened(target: StoryTask): void {
    const winner = target.votes.at(-1)!.result
    target.votes = target.votes.filter(({ result }) => result !== winner)
  }

  /** Amount that the deals let an account lock: its part in every task that is not over. */
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

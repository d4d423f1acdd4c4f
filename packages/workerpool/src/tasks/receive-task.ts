import {
  addressText,
  type Deal,
  parseDealParams,
  type TaskId,
  taskIdOf,
  teeFrameworkOf,
  ZERO_ADDRESS,
} from '@iexec-sim/protocol'
import type { Task } from '../model.ts'
import type { PoolContext } from '../pool-context.ts'

/** A contribution must come within this many work clock times from the deal's start. */
const CONTRIBUTION_DEADLINE_RATIO = 7
/** A task must be finalised within this many. */
const FINAL_DEADLINE_RATIO = 10
/** Most tasks of a deal; a deal of more would fill the pool's memory. */
const MOST_TASKS = 10_000n

/** Why the scheduler leaves a deal alone, or `undefined` when it serves it. */
export async function reasonToIgnore(
  context: PoolContext,
  deal: Deal,
): Promise<string | undefined> {
  if (deal.botSize > MOST_TASKS)
    return `a deal may have ${MOST_TASKS} tasks, this one has ${deal.botSize}`
  const workClock = await workClockSeconds(context, deal)
  if (context.clock.now() >= (Number(deal.startTime) + FINAL_DEADLINE_RATIO * workClock) * 1000)
    return 'the deal has expired'
  if (teeFrameworkOf(deal.tag) && deal.trust > 1n)
    return `TEE deals are served with trust 0 or 1 only, this one asks for ${deal.trust}`
  return undefined
}

/** The tasks of a deal, not yet initialised, one per index. */
export async function tasksOf(context: PoolContext, deal: Deal): Promise<Task[]> {
  const app = await context.chain.viewApp(deal.app.pointer)
  const workClock = await workClockSeconds(context, deal)
  const start = Number(deal.startTime)
  const framework = teeFrameworkOf(deal.tag)
  return Array.from(
    { length: Number(deal.botSize) },
    (_, offset) => Number(deal.botFirst) + offset,
  ).map((index) => ({
    taskId: taskIdOf(deal.dealId, index) as TaskId,
    dealId: deal.dealId,
    index,
    tag: deal.tag,
    trust: Number(deal.trust),
    ...(framework ? { framework } : {}),
    requester: deal.requester,
    hasCallback: deal.callback !== ZERO_ADDRESS,
    image: app ? addressText(app.multiaddr) : '',
    commandLine: parseDealParams(deal.params, context.generation).args,
    maxExecutionTimeMs: workClock * 1000,
    contributionDeadline: (start + CONTRIBUTION_DEADLINE_RATIO * workClock) * 1000,
    finalDeadline: (start + FINAL_DEADLINE_RATIO * workClock) * 1000,
    statuses: [],
    replicates: [],
  }))
}

/**
 * Codes of errors that mean: what the chain answered cannot be read. Asking again would change
 * nothing.
 */
const UNREADABLE = ['BAD_DATA', 'BUFFER_OVERRUN', 'INVALID_ARGUMENT', 'NUMERIC_FAULT']

/**
 * Whether an error comes of what a deal holds, not of the chain or the database, which may do
 * better at the next attempt.
 */
export function isDealsFault(error: unknown): boolean {
  if (error instanceof RangeError || error instanceof TypeError || error instanceof SyntaxError)
    return true
  return UNREADABLE.includes(String((error as { code?: unknown } | undefined)?.code))
}

async function workClockSeconds({ chain }: PoolContext, deal: Deal): Promise<number> {
  return Number((await chain.viewCategory(deal.category))?.workClockTimeRef ?? 0n)
}

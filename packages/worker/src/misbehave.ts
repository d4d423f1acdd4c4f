import type { WorkerMisbehaviour } from '@iexec-sim/faults'
import { type Bytes32, concatenateAndHash, type OnchainTask } from '@iexec-sim/protocol'
import { contribute, contributeAndFinalize, reveal, sendContribution } from './stages/contribute.ts'
import { start } from './stages/start.ts'
import { type DescribedRun, ofDescribed, TaskFailure, type TaskRun } from './task-run.ts'
import type { WorkerContext } from './worker-context.ts'

/** The work of a stage. */
type StageWork = (context: WorkerContext, run: TaskRun) => Promise<unknown>

/** Work that ends with the result's link. */
type LinkWork = (context: WorkerContext, run: TaskRun) => Promise<string>

/**
 * Replacements of honest stages for a misbehaving worker. Workers act only on orders, so these are
 * all possible misbehaviours.
 */
export interface DishonestWork {
  /** Replaces the start of the task. */
  start?: StageWork
  /** Replaces the app's run and the making of its result. */
  compute?: StageWork
  /** Replaces the contribution. */
  contribute?: StageWork
  /** Replaces the contribution that also finalizes; returns the result link. */
  contributeAndFinalize?: LinkWork
  /** Replaces the reveal. */
  reveal?: StageWork
}

/** The dishonest stages of each misbehaviour. */
export const DISHONEST: Record<WorkerMisbehaviour, DishonestWork> = {
  'wrong-digest': {
    contribute: ofDescribed((context, run) => {
      falsify(context, run)
      return contribute(context, run)
    }),
    contributeAndFinalize: ofDescribed((context, run) => {
      falsify(context, run)
      return contributeAndFinalize(context, run)
    }),
  },
  'never-reveals': { reveal: (_context, run) => untilAborted(run) },
  'reveals-late': {
    reveal: ofDescribed(async (context, run) => {
      const { revealDeadline } = await onchainTask(context, run)
      await until(context, run, Number(revealDeadline) * 1000)
      await reveal(context, run)
    }),
  },
  'goes-offline': {
    compute: async (context, run) => {
      const { finalDeadline } = await onchainTask(context, run)
      context.leave?.(Number(finalDeadline) * 1000)
      return untilAborted(run)
    },
  },
  'contributes-twice': {
    contribute: ofDescribed(async (context, run) => {
      await contribute(context, run)
      await onceMore(context, run)
    }),
    contributeAndFinalize: ofDescribed(async (context, run) => {
      const link = await contributeAndFinalize(context, run)
      await onceMore(context, run)
      return link
    }),
  },
  'too-little-stake': {
    start: async (context, run) => {
      const { stake } = await context.chain.viewAccount(run.authorization.workerWallet)
      if (stake > 0n) await context.writer.withdraw(stake)
      try {
        await start(context, run)
      } finally {
        // Other tasks of the same worker are not to suffer.
        if (stake > 0n) await context.writer.deposit(stake)
      }
    },
  },
}

function falsify({ wallet }: WorkerContext, run: TaskRun): void {
  if (!run.result) return
  const digest = concatenateAndHash(run.result.digest, wallet.address as Bytes32)
  run.result = { ...run.result, digest }
}

async function onchainTask({ chain }: WorkerContext, run: TaskRun): Promise<OnchainTask> {
  const task = await chain.viewTask(run.taskId)
  if (!task) throw new TaskFailure('CHAIN_UNREACHABLE')
  return task
}

/** The chain refuses the second contribution; the worker's own checks are skipped. */
async function onceMore(context: WorkerContext, run: DescribedRun): Promise<void> {
  await sendContribution(context, run).catch(({ details, message }: TaskFailure) =>
    context.log.warn(
      { taskId: run.taskId, reason: details?.diagnosis ?? message },
      'second contribution refused',
    ),
  )
}

async function until({ clock }: WorkerContext, run: TaskRun, atMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = clock.at(atMs, resolve)
  try {
    await Promise.race([promise, untilAborted(run)])
  } finally {
    timer.cancel()
  }
}

/** Does nothing until it is aborted. */
function untilAborted({ signal }: TaskRun): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

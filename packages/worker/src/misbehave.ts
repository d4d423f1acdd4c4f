import { type Bytes32, concatenateAndHash, type WorkerMisbehaviour } from '@iexec-sim/protocol'
import { contribute, reveal } from './stages/contribute.ts'
import { start } from './stages/start.ts'
import type { TaskRun } from './task-run.ts'
import type { WorkerContext } from './worker-context.ts'

/** The work of a stage. */
export type StageWork = (context: WorkerContext, run: TaskRun) => Promise<unknown>

/** What a worker that misbehaves does in place of an honest stage; it can only be told what to do, so this is all it can do wrong. */
export interface DishonestWork {
  start?: StageWork
  compute?: StageWork
  contribute?: StageWork
  reveal?: StageWork
}

/** The dishonest stages of each misbehaviour. */
export const DISHONEST: Record<WorkerMisbehaviour, DishonestWork> = {
  'wrong-digest': {
    contribute: async (context, run) => {
      run.digest = concatenateAndHash(run.digest!, context.wallet.address as Bytes32)
      await contribute(context, run)
    },
  },
  'never-reveals': { reveal: (_context, run) => untilAborted(run) },
  'reveals-late': {
    reveal: async (context, run) => {
      const { revealDeadline } = (await context.chain.viewTask(run.taskId))!
      await new Promise<void>((resolve) => context.clock.at(Number(revealDeadline) * 1000, resolve))
      await reveal(context, run)
    },
  },
  'goes-offline': {
    compute: (context, run) => {
      context.leave?.()
      return untilAborted(run)
    },
  },
  'contributes-twice': {
    contribute: async (context, run) => {
      await contribute(context, run)
      // The chain refuses the second one, whatever the worker may say of it.
      await contribute(context, run).catch((error: Error) =>
        context.log.warn({ taskId: run.taskId, reason: error.message }, 'second contribution refused'),
      )
    },
  },
  'too-little-stake': {
    start: async (context, run) => {
      const { stake } = await context.chain.viewAccount(run.authorization.workerWallet)
      if (stake > 0n) await context.writer.withdraw(stake)
      await start(context, run)
    },
  },
}

/** Does nothing, until somebody has had enough. */
function untilAborted({ signal }: TaskRun): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

import type { Generation, TaskDescription } from '@iexec-sim/protocol'
import type { FaultCause } from './fault-names.ts'
import type { FaultMaker, FaultRow, NeverRow, TaskNeed } from './fault-row.ts'
import { CHAIN_ROWS } from './rows-chain.ts'
import { APP_ROWS, PRE_COMPUTE_ROWS } from './rows-compute.ts'
import { POST_COMPUTE_ROWS, TROUBLE_ROWS } from './rows-post-compute.ts'
import { SESSION_ROWS } from './rows-session.ts'
import type { WorkerStage } from './stages.ts'

/** Everything a stage can be made to fail with, and how; in the order of the stages. */
export const FAULT_TABLE: readonly FaultRow[] = [
  ...CHAIN_ROWS,
  ...SESSION_ROWS,
  ...PRE_COMPUTE_ROWS,
  ...APP_ROWS,
  ...POST_COMPUTE_ROWS,
  ...TROUBLE_ROWS,
]

/** Causes that are in the list of the real network and that none of its services gives. */
export const NEVER_TABLE: readonly NeverRow[] = [
  {
    cause: 'REVEAL_TIMEOUT',
    why: 'the scheduler finalises without the missing reveals and gives the replicate no cause',
  },
  { cause: 'ABORTED_BY_WORKER', why: 'a worker that gives up reports no cause' },
]

/** The rows of a cause in a generation. */
export const rowsOf = (cause: FaultCause, generation: Generation): FaultRow[] =>
  FAULT_TABLE.filter((row) => row.cause === cause && (row.generation ?? generation) === generation)

/** Whether a cause can be created at a stage of a task. */
export const canOccur = (
  { cause, stage, maker }: { cause: FaultCause; stage: WorkerStage; maker: FaultMaker },
  has: (need: TaskNeed) => boolean,
): boolean =>
  FAULT_TABLE.some(
    (row) =>
      row.cause === cause &&
      row.maker === maker &&
      row.stages.includes(stage) &&
      row.needs.every(has),
  )

/** Whether a task is or has something. */
export function taskHas({ framework, dataset, params }: TaskDescription, need: TaskNeed): boolean {
  switch (need) {
    case 'tee':
      return framework !== undefined
    case 'enclave':
      return framework !== undefined && framework !== 'tdx'
    case 'standard':
      return framework === undefined
    case 'dataset':
      return dataset !== undefined
    case 'input-files':
      return params.inputFiles.length > 0
  }
}

/** Everything that can be raised in a generation, by name. */
export const faultCauses = (generation: Generation): FaultCause[] => [
  ...new Set(
    FAULT_TABLE.filter((row) => (row.generation ?? generation) === generation).map(
      ({ cause }) => cause,
    ),
  ),
]

import type { TaskDetails } from '@iexec-sim/workerpool/client'
import type { Asked } from './asker.ts'
import type { Cell } from './cells.ts'

/** Outcome of a cell. */
export interface CellOutcome {
  /** The cell. */
  cell: Cell
  /** Name of the cell: its values on each axis. */
  name: string
  /** Result of the cell. */
  verdict: 'passed' | 'failed' | 'skipped'
  /** Why it failed or was skipped; empty for one that passed. */
  reason: string
  /** Milliseconds the cell took. */
  durationMs: number
  /** Bundle of a failed cell. */
  bundle?: string
}

/** Options of running cells. */
export interface CellOptions {
  /** Folder bundles of failed cells go to. */
  bundleDir: string
  /** Folder whose packages the official library is looked for in. */
  projectDir: string
  /** Ends the cell early; it counts as failed. */
  signal?: AbortSignal | undefined
}

/** Outcome of a task. */
export interface TaskOutcome extends Asked {
  /** Status on chain. */
  status: string
  /** Cause of the first replicate that failed. */
  cause?: string | undefined
  /** Content of the result file, when it is short text. */
  text?: string | undefined
  /** The task as the scheduler saw it. */
  details?: TaskDetails | undefined
}

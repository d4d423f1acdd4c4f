import { randomBytes } from 'node:crypto'
import type { Part } from '@iexec-sim/base/progress'
import { secretValue } from './cells/asker.ts'
import type { CellOptions, CellOutcome } from './cells/cell-outcome.ts'
import { type Cell, cellName, cellsOf } from './cells/cells.ts'
import { libraryFile } from './cells/library-asker.ts'
import { checkCells, runCell } from './cells/run-cell.ts'
import type { Matrix } from './matrix.ts'

/** Options of running a matrix. */
export interface MatrixOptions extends CellOptions {
  /** Told when a cell begins, and when it is over, and how many of all are over then. */
  onCell?: (name: string, part: Part, outcome?: CellOutcome) => void
}

/**
 * Runs all cells of a matrix, a limited number at a time, and returns them in the order of its
 * axes. Throws before anything is started when a client or the value of a secret is missing.
 */
export async function runMatrix(matrix: Matrix, options: MatrixOptions): Promise<CellOutcome[]> {
  // Without a seed of its own it gets one, or a cell that fails could not be run again as it was.
  const cells = cellsOf({ ...matrix, seed: matrix.seed ?? randomBytes(6).toString('hex') })
  await assertRunnable(cells, options)
  const outcomes: CellOutcome[] = []
  let next = 0
  let done = 0
  const lane = async () => {
    for (let i = next++; i < cells.length; i = next++) {
      const name = cellName(cells[i]!)
      options.onCell?.(name, { done, total: cells.length })
      outcomes[i] = options.signal?.aborted ? stopped(cells[i]!) : await runCell(cells[i]!, options)
      done += 1
      options.onCell?.(name, { done, total: cells.length }, outcomes[i])
    }
  }
  await Promise.all(Array.from({ length: matrix.parallel }, lane))
  return outcomes
}

/**
 * Throws what would keep cells from running at all: protocols, faults, a client that is not
 * installed, a secret without a value.
 */
export async function assertRunnable(
  cells: readonly Cell[],
  { projectDir }: Pick<CellOptions, 'projectDir'>,
): Promise<void> {
  await checkCells(cells)
  for (const { sdk, secrets } of cells) {
    if (sdk !== 'none') libraryFile(sdk, projectDir)
    for (const secret of Object.values(secrets)) secretValue(secret)
  }
}

const stopped = (cell: Cell): CellOutcome => ({
  ...{
    cell,
    name: cellName(cell),
    verdict: 'skipped',
    reason: 'the matrix was stopped',
    durationMs: 0,
  },
})

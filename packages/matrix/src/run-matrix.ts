import { secretValue } from './cells/asker.ts'
import { type Cell, cellName, cellsOf } from './cells/cells.ts'
import { libraryFile } from './cells/library-asker.ts'
import { type CellOptions, type CellOutcome, checkCells, runCell } from './cells/run-cell.ts'
import type { Matrix } from './matrix-file.ts'

/** How a matrix is run. */
export interface MatrixOptions extends CellOptions {
  /** Told when a cell begins, and when it is over. */
  onCell?: (name: string, outcome?: CellOutcome) => void
}

/**
 * Runs all cells of a matrix, so many at a time; answers them in the order of its axes. Throws before anything is started when a
 * client or the value of a secret is missing.
 */
export async function runMatrix(matrix: Matrix, options: MatrixOptions): Promise<CellOutcome[]> {
  await checkCells(cellsOf(matrix))
  for (const sdk of matrix.sdk) if (sdk !== 'none') libraryFile(sdk, options.projectDir)
  for (const secret of Object.values(matrix.secrets)) secretValue(secret)
  const cells = cellsOf(matrix)
  const outcomes: CellOutcome[] = []
  let next = 0
  const lane = async () => {
    for (let i = next++; i < cells.length; i = next++) {
      options.onCell?.(cellName(cells[i]!))
      outcomes[i] = options.signal?.aborted ? stopped(cells[i]!) : await runCell(cells[i]!, options)
      options.onCell?.(cellName(cells[i]!), outcomes[i])
    }
  }
  await Promise.all(Array.from({ length: matrix.parallel }, lane))
  return outcomes
}

const stopped = (cell: Cell): CellOutcome => ({
  ...{ cell, name: cellName(cell), verdict: 'skipped', reason: 'the matrix was stopped', durationMs: 0 },
})

import type { CellOutcome } from '../cells/cell-outcome.ts'

/** A matrix for programs: its cells without the values of their secrets. */
export function jsonReport(outcomes: readonly CellOutcome[]): object {
  const cells = outcomes.map(({ cell, ...outcome }) => ({
    ...outcome,
    ...{
      tee: cell.tee,
      sdk: cell.sdk,
      image: cell.image,
      protocol: cell.protocol,
      faults: cell.faults.name,
    },
  }))
  return { passed: outcomes.every(({ verdict }) => verdict !== 'failed'), cells }
}

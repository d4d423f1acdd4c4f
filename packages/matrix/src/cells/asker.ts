import { MASK, SimError } from '@iexec-sim/base'
import type { DealId, TaskId } from '@iexec-sim/protocol'
import type { MatrixSecret } from '../matrix.ts'
import type { Cell } from './cells.ts'

/** A requested task. */
export interface Asked {
  /** Id of the deal. */
  dealId: DealId
  /** Id of its task. */
  taskId: TaskId
}

/** A requester that pushes the secrets of a cell, deploys its app and requests its run. */
export interface Asker {
  /** Requests the task of a cell; resolves once the deal is matched. */
  ask(cell: Cell): Promise<Asked>
}

/** The value of a secret. Throws `MATRIX_SECRET_UNSET`. */
export function secretValue({ name, value, env }: MatrixSecret): string {
  const given = value ?? process.env[env ?? '']
  if (given === undefined || given === MASK)
    throw new SimError('MATRIX_SECRET_UNSET', { name, variable: env ?? 'NAME' })
  return given
}

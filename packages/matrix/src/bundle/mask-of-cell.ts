import { maskOf } from '@iexec-sim/base'
import type { Cell } from '../cells/cells.ts'

/** Masks the values of a cell's secrets, and others. */
export function maskOfCell(
  { secrets }: Cell,
  others: readonly string[] = [],
): (text: string) => string {
  const values = Object.values(secrets).flatMap(
    ({ value, env }) => value ?? process.env[env ?? ''] ?? [],
  )
  return maskOf([...values, ...others])
}

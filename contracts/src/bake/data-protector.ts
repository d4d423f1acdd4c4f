import type { Hex } from '@iexec-sim/protocol'
import type { Builder, Compiled } from './builder.ts'
import type { Plan } from './plan.ts'

/** The compiled contract. */
export type DataProtectorContracts = Record<'DataProtector', Compiled>

/** Puts DataProtector in place. It has no owner and nothing to set up. */
export async function deployDataProtector(
  builder: Builder,
  { dataProtector, datasetRegistry }: Plan,
  { DataProtector }: DataProtectorContracts,
): Promise<Hex> {
  await builder.etch(dataProtector, DataProtector, [datasetRegistry])
  return dataProtector
}

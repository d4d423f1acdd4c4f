import type { Hex } from '@iexec-sim/protocol'
import type { Builder, Compiled } from './builder.ts'

/** The compiled contract. */
export type DataProtectorContracts = Record<'DataProtector', Compiled>

/** Puts DataProtector in place. It has no owner and nothing to set up. Returns its address. */
export async function deployDataProtector(
  builder: Builder,
  address: Hex,
  { DataProtector }: DataProtectorContracts,
  datasetRegistry: Hex,
): Promise<Hex> {
  await builder.etch(address, DataProtector, [datasetRegistry])
  return address
}

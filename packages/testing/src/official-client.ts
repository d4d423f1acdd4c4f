import type { Hex } from '@iexec-sim/protocol'
import { type AddressSheet, clientOptions } from '@iexec-sim/stack/client'
import type { IExec } from 'iexec'

/** What is used of the official library; the same in both majors. */
export type OfficialClient = typeof import('iexec')

/** The library of the project that is tested; `undefined` when it has none. */
export async function officialClient(): Promise<OfficialClient | undefined> {
  try {
    return await import('iexec')
  } catch (error) {
    // The second is how jest says it.
    if (/^(ERR_)?MODULE_NOT_FOUND$/.test(String((error as NodeJS.ErrnoException).code))) return undefined
    throw error
  }
}

/** The library for one wallet on a network. Later majors know no names, by which they are told from earlier ones. */
export function newClient(library: OfficialClient, sheet: AddressSheet, privateKey: Hex): IExec {
  const { IExec, utils } = library
  const ethProvider = utils.getSignerFromPrivateKey(sheet.rpc, privateKey)
  const options = clientOptions(sheet, 'IExecENSModule' in library ? 8 : 9)
  return new IExec({ ethProvider }, options as ConstructorParameters<typeof IExec>[1])
}

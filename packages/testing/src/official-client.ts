import { type AddressSheet, clientOptions } from '@iexec-sim/client'
import type { Hex } from '@iexec-sim/protocol'
import type { IExec } from 'iexec'

/** The part of the official library that is used; the same in both majors. */
export type OfficialClient = typeof import('iexec')

/**
 * The library of the project that is tested; `undefined` when it has none. It is loaded here and no
 * sooner, because that takes longer than to get a network from a pool. By Node.js itself, as test
 * runners with modules of their own cannot load it on the spot.
 */
export function officialClient(): OfficialClient | undefined {
  try {
    return process.getBuiltinModule('node:module').createRequire(import.meta.url)(
      'iexec',
    ) as OfficialClient
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined
    throw error
  }
}

/**
 * The library for one wallet on a network. Later majors know no names, by which they are told from
 * earlier ones.
 */
export function newClient(library: OfficialClient, sheet: AddressSheet, privateKey: Hex): IExec {
  const { IExec, utils } = library
  const ethProvider = utils.getSignerFromPrivateKey(sheet.rpc, privateKey)
  const options = clientOptions(sheet, 'IExecENSModule' in library ? 8 : 9)
  return new IExec({ ethProvider }, options as ConstructorParameters<typeof IExec>[1])
}

import type { Hex } from '@iexec-sim/protocol'
import type { AddressSheet } from '@iexec-sim/stack/client'
import type { IExec } from 'iexec'

/** What is used of the official library; the same in both majors. */
export type OfficialClient = typeof import('iexec')

/** The library of the project that is tested; `undefined` when it has none. */
export async function officialClient(): Promise<OfficialClient | undefined> {
  try {
    return await import('iexec')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return undefined
    throw error
  }
}

/** The library for one wallet on a network. Later majors, which know no names, know one SMS; earlier ones one for each framework. */
export function newClient(library: OfficialClient, sheet: AddressSheet, privateKey: Hex): IExec {
  const { IExec, utils } = library
  const ethProvider = utils.getSignerFromPrivateKey(sheet.rpc, privateKey)
  const common = {
    hubAddress: sheet.hub,
    ipfsGatewayURL: sheet.gateway,
    ipfsNodeURL: sheet.gateway,
    iexecGatewayURL: sheet.market,
    ...(sheet.compass ? { compassURL: sheet.compass } : {}),
  }
  const own =
    'IExecENSModule' in library
      ? {
          smsURL: sheet.sms,
          resultProxyURL: sheet.resultProxy,
          ...(sheet.voucherSubgraph ? { voucherSubgraphURL: sheet.voucherSubgraph } : {}),
        }
      : { smsURL: sheet.sms.tdx }
  return new IExec({ ethProvider }, { ...common, ...own } as ConstructorParameters<typeof IExec>[1])
}

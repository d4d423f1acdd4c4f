import type { AddressSheet, ClientMajor } from '@iexec-sim/client'
import { IExec as IExec8, utils as utils8 } from 'iexec8'
import { IExec as IExec9, utils as utils9 } from 'iexec9'

/** The official library. What tests use of it is the same in both majors. */
export type ClientSdk = IExec8

/** The official library of a major as a dapp makes it, for one wallet on one network. */
export function clientSdk(
  major: ClientMajor,
  sheet: AddressSheet,
  privateKey: string,
  tee?: string,
): ClientSdk {
  const common = {
    hubAddress: sheet.hub,
    ipfsGatewayURL: sheet.gateway,
    ipfsNodeURL: sheet.gateway,
    iexecGatewayURL: sheet.market,
    ...(sheet.compass ? { compassURL: sheet.compass } : {}),
  }
  if (major === 9) {
    const ethProvider = utils9.getSignerFromPrivateKey(sheet.rpc, privateKey)
    return new IExec9(
      { ethProvider },
      { ...common, smsURL: sheet.sms.tdx! },
    ) as unknown as ClientSdk
  }
  return new IExec8(
    { ethProvider: utils8.getSignerFromPrivateKey(sheet.rpc, privateKey) },
    {
      ...common,
      smsURL: sheet.sms as Record<'scone' | 'gramine' | 'tdx', string>,
      resultProxyURL: sheet.resultProxy,
      ...(tee ? { defaultTeeFramework: tee as 'scone' } : {}),
      ...(sheet.voucherSubgraph ? { voucherSubgraphURL: sheet.voucherSubgraph } : {}),
    },
  )
}

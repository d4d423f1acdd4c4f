import type { AddressSheet } from '../address-sheet.ts'
import { type ClientMajor, nativeOptions } from './chain-config.ts'

/**
 * Options that lead the official library of a major to a network: later ones know one SMS, earlier
 * ones one for each framework.
 */
export function clientOptions(sheet: AddressSheet, major: ClientMajor): Record<string, unknown> {
  const common = {
    hubAddress: sheet.hub,
    ipfsGatewayURL: sheet.gateway,
    ipfsNodeURL: sheet.gateway,
    iexecGatewayURL: sheet.market,
    pocoSubgraphURL: sheet.subgraph.poco,
    ...(sheet.compass ? { compassURL: sheet.compass } : {}),
  }
  if (major === 9) return { ...common, smsURL: sheet.sms.tdx }
  return {
    ...common,
    smsURL: sheet.sms,
    resultProxyURL: sheet.resultProxy,
    ...(sheet.voucherSubgraph ? { voucherSubgraphURL: sheet.voucherSubgraph } : {}),
    ...nativeOptions(sheet),
  }
}

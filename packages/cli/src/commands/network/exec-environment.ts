import type { AddressSheet } from '@iexec-sim/client'

/** The environment variables that describe a network. */
export function environmentOf(
  sheet: AddressSheet,
  state: string,
  project: string,
): Record<string, string> {
  const sms = Object.entries(sheet.sms).map(
    ([framework, url]) => [`SMS_${framework.toUpperCase()}`, url!] as const,
  )
  const values: Record<string, string> = {
    STATE: state,
    PROJECT: project,
    RPC: sheet.rpc,
    WS: sheet.ws,
    CHAIN_ID: String(sheet.chainId),
    HUB: sheet.hub,
    GATEWAY: sheet.gateway,
    MARKET: sheet.market,
    REGISTRY: sheet.registry,
    RESULT_PROXY: sheet.resultProxy,
    ...(sheet.compass ? { COMPASS: sheet.compass } : {}),
    POCO_SUBGRAPH: sheet.subgraph.poco,
    DATAPROTECTOR_SUBGRAPH: sheet.subgraph.dataprotector,
    ...(sheet.voucherSubgraph ? { VOUCHER_SUBGRAPH: sheet.voucherSubgraph } : {}),
    WORKERPOOL: sheet.workerpool.address,
    WORKERPOOL_URL: sheet.workerpool.url,
    PRIVATE_KEY: sheet.accounts[0]!.privateKey,
    ...Object.fromEntries(sms),
  }
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`IEXEC_SIM_${name}`, value]),
  )
}

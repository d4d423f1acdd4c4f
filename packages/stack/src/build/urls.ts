import type { ChainDoor } from '@iexec-sim/chain'
import type { ServiceUrls } from '@iexec-sim/client'
import type { Door } from '@iexec-sim/door'
import type { TeeFramework } from '@iexec-sim/protocol'
import { SUBGRAPH_PATHS } from '@iexec-sim/subgraph'

/** The open doors that clients come through. */
export interface ClientDoors {
  /** Door of the chain. */
  chain: ChainDoor
  /** Doors of the SMS, by framework. */
  sms: Partial<Record<TeeFramework, Door>>
  /** Door of the IPFS gateway. */
  gateway: Door
  /** Door of the result proxy. */
  resultProxy: Door
  /** Door of the order book. */
  market: Door
  /** Door of compass, on chains without names. */
  compass?: Door
  /** Door of the subgraphs. */
  subgraph: Door
  /** Whether one of them is that of vouchers. */
  hasVouchers: boolean
}

/** URLs of the client-facing services, plain or over TLS. */
export function serviceUrls(doors: ClientDoors, overTls: boolean): ServiceUrls {
  const { chain, sms, gateway, resultProxy, market, compass, hasVouchers } = doors
  const url = (door: Door): string => (overTls ? door.tlsUrl! : door.url)
  const subgraph = url(doors.subgraph)
  const front = overTls ? chain.tls! : chain
  return {
    rpc: front.url,
    ws: front.wsUrl,
    sms: Object.fromEntries(Object.entries(sms).map(([framework, door]) => [framework, url(door)])),
    gateway: url(gateway),
    resultProxy: url(resultProxy),
    market: url(market),
    ...(compass ? { compass: url(compass) } : {}),
    subgraph: {
      poco: subgraph + SUBGRAPH_PATHS.poco,
      dataprotector: subgraph + SUBGRAPH_PATHS.dataprotector,
    },
    ...(hasVouchers ? { voucherSubgraph: subgraph + SUBGRAPH_PATHS.voucher } : {}),
  }
}

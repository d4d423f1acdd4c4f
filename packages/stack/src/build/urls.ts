import type { ChainDoor } from '@iexec-sim/chain'
import type { ServiceUrls } from '@iexec-sim/client'
import type { Door } from '@iexec-sim/door'
import type { TeeFramework } from '@iexec-sim/protocol'

/** The open doors that clients come through. */
export interface ClientDoors {
  chain: ChainDoor
  sms: Partial<Record<TeeFramework, Door>>
  gateway: Door
  resultProxy: Door
  market: Door
  compass?: Door
  voucherSubgraph?: Door
}

/** URLs of the client-facing services, plain or over TLS. */
export function serviceUrls(doors: ClientDoors, overTls: boolean): ServiceUrls {
  const { chain, sms, gateway, resultProxy, market, compass, voucherSubgraph } = doors
  const url = (door: Door): string => (overTls ? door.tlsUrl! : door.url)
  const front = overTls ? chain.tls! : chain
  return {
    rpc: front.url,
    ws: front.wsUrl,
    sms: Object.fromEntries(Object.entries(sms).map(([framework, door]) => [framework, url(door)])),
    gateway: url(gateway),
    resultProxy: url(resultProxy),
    market: url(market),
    ...(compass ? { compass: url(compass) } : {}),
    ...(voucherSubgraph ? { voucherSubgraph: url(voucherSubgraph) } : {}),
  }
}

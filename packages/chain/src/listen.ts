import { type DoorOptions, openDoor } from '@iexec-sim/door'
import type { Chain } from './chain.ts'
import { type FrontOptions, rpcFront } from './rpc/front.ts'

/** A chain's open door. */
export interface ChainDoor {
  /** For JSON-RPC over HTTP. */
  url: string
  /** For JSON-RPC over WebSocket. */
  wsUrl: string
  /** The same over TLS, if enabled. */
  tls?: { url: string; wsUrl: string }
  /** Stops listening on every address. */
  close(): Promise<void>
}

/** Opens the chain's JSON-RPC door. */
export async function listen(
  chain: Chain,
  { rpcGasCap, ...options }: Omit<DoorOptions, 'name' | 'plugin'> & Pick<FrontOptions, 'rpcGasCap'>,
): Promise<ChainDoor> {
  const door = await openDoor({
    bodyLimit: 16 * 1024 ** 2,
    ...options,
    name: 'chain',
    plugin: rpcFront(chain, { ...options, rpcGasCap }),
  })
  const ways = (url: string) => ({ url, wsUrl: url.replace('http', 'ws') })
  return {
    ...ways(door.url),
    ...(door.tlsUrl ? { tls: ways(door.tlsUrl) } : {}),
    close: door.close,
  }
}

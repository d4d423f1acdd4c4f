import { connectEngine, type Engine } from '@iexec-sim/engine'
import { Requester, type RunningNetwork } from '@iexec-sim/stack'
import { type NetworkOptions, networkOf, walletKey } from './options.ts'

/** A running network and somebody who acts on it. Close when done. */
export interface Connection extends AsyncDisposable {
  network: RunningNetwork
  engine: Engine
  requester: Requester
}

/** Finds the network that is meant and connects as one of its accounts. */
export function connect({ wallet, ...options }: NetworkOptions & { wallet: string }): Connection {
  const network = networkOf(options)
  const engine = connectEngine({ network: 'cli' })
  const requester = new Requester(network, engine, walletKey(wallet, network.sheet.accounts))
  return { network, engine, requester, [Symbol.asyncDispose]: () => engine.close() }
}

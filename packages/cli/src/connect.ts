import { connectEngine, type Engine } from '@iexec-sim/engine'
import { findNetwork, Requester, type RunningNetwork } from '@iexec-sim/stack'
import { walletKey } from './options.ts'

/** A running network and somebody who acts on it. Close when done. */
export interface Connection extends AsyncDisposable {
  network: RunningNetwork
  engine: Engine
  requester: Requester
}

/** Finds the network of a state folder and connects as one of its accounts. */
export function connect(stateDir: string, wallet = '0'): Connection {
  const network = findNetwork(stateDir)
  const engine = connectEngine({ network: 'cli' })
  const requester = new Requester(network, engine, walletKey(wallet, network.sheet.accounts))
  return { network, engine, requester, [Symbol.asyncDispose]: () => engine.close() }
}

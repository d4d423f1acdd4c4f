import type { RunningNetwork } from '@iexec-sim/client'
import { connectAsOwner } from '@iexec-sim/client/owner'
import { Requester } from '@iexec-sim/client/requester'
import type { Engine } from '@iexec-sim/docker'
import { type NetworkOptions, networkOf, walletKey } from './options.ts'

/** A running network and a requester on it. Close when done. */
export interface Connection extends AsyncDisposable {
  /** The running network. */
  network: RunningNetwork
  /** The Docker engine. */
  engine: Engine
  /** Requester that signs with the chosen account. */
  requester: Requester
}

/** Finds the network that the options name and connects as one of its accounts. */
export function connect({ wallet, ...options }: NetworkOptions & { wallet: string }): Connection {
  const network = networkOf(options)
  const key = walletKey(wallet, network.sheet.accounts)
  const owned = connectAsOwner('cli')
  const { engine } = owned
  const requester = new Requester(network, engine, key)
  return { network, engine, requester, [Symbol.asyncDispose]: () => owned[Symbol.asyncDispose]() }
}

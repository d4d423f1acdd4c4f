import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isRunning, SimError } from '@iexec-sim/base'
import type { WorkerName } from '@iexec-sim/faults'
import type { Address, Hex, ProfileName, TeeFramework } from '@iexec-sim/protocol'

/** URLs of the services that a client uses. */
export interface ServiceUrls {
  /** JSON-RPC of the chain over HTTP. */
  rpc: string
  /** JSON-RPC of the chain over WebSocket. */
  ws: string
  /** The SMS of each TEE framework. */
  sms: Partial<Record<TeeFramework, string>>
  /** The IPFS gateway. */
  gateway: string
  /** The result proxy. */
  resultProxy: string
  /** The order book. */
  market: string
  /** Tells where a workerpool's API is, on chains without names. */
  compass?: string
  /** Subgraphs: deals and tasks of the protocol, and protected data. */
  subgraph: { poco: string; dataprotector: string }
  /** The voucher subgraph, on chains with vouchers. */
  voucherSubgraph?: string
}

/**
 * Addresses of a running network. Printed by `up`, stored as `network.json` in the state folder.
 */
export interface AddressSheet extends ServiceUrls {
  /** Name of the simulated network. */
  profile: ProfileName
  /** Id of the chain. */
  chainId: number
  /** Address of the hub. */
  hub: Address
  /**
   * The same services over TLS, and the authority's certificate (a file) that makes a client trust
   * them.
   */
  tls?: ServiceUrls & { certificate: string }
  /** The debug pool: its name, contract and the URL of its scheduler. */
  workerpool: { name: string; address: Address; url: string }
  /** The debug pool's workers and their names, as misbehaviours use them. */
  workers: { name: WorkerName; address: Address }[]
  /** `host:port` of the registry of images, as names of images begin. */
  registry: string
  /** The sample apps under official names, on networks that were started with them. */
  officialApps?: { web3mail: Address; web3telegram: Address }
  /** URL of the explorer, the network as a page. */
  explorer: string
  /** URL of the control door. */
  control: string
  /** Whether random values follow from a seed; salts must then be drawn from the control door. */
  seeded?: true
  /** Development accounts; the first is the default requester. */
  accounts: { address: Address; privateKey: Hex }[]
  /** Id of the network's process. */
  pid: number
  /**
   * When its process started, in system ticks; distinguishes it from a later process with the same
   * id. 0 if the system does not report it.
   */
  startTicks: number
  /** Milliseconds from start to ready. */
  readyMs: number
}

/** Access to a running network. */
export interface RunningNetwork {
  /** Addresses of the network. */
  sheet: AddressSheet
  /** Bearer token of the control door. */
  controlToken: string
  /** State folder of the network. */
  stateDir: string
}

/** Finds the network of a state folder. Throws `NOT_RUNNING` when there is none. */
export function findNetwork(dir: string): RunningNetwork {
  const stateDir = resolve(dir)
  try {
    const sheet = JSON.parse(readFileSync(join(stateDir, 'network.json'), 'utf8')) as AddressSheet
    if (!isRunning(sheet)) throw new Error('its process has ended')
    return { sheet, controlToken: readFileSync(join(stateDir, 'control.token'), 'utf8'), stateDir }
  } catch (cause) {
    throw new SimError('NOT_RUNNING', { path: stateDir }, { cause })
  }
}

/** The SMS of a framework. Throws `FRAMEWORK_NOT_SERVED`. */
export function smsUrl({ sms }: AddressSheet, framework: TeeFramework): string {
  const url = sms[framework]
  if (!url)
    throw new SimError('FRAMEWORK_NOT_SERVED', { framework, served: Object.keys(sms).join(', ') })
  return url
}

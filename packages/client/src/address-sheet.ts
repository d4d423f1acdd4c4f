import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isRunning, SimError } from '@iexec-sim/base'
import type { WorkerName } from '@iexec-sim/faults'
import type { Address, Hex, ProfileName, TeeFramework } from '@iexec-sim/protocol'

/** Where the services listen that a client speaks to. */
export interface ServiceUrls {
  rpc: string
  ws: string
  sms: Partial<Record<TeeFramework, string>>
  gateway: string
  resultProxy: string
  market: string
  /** Tells where a workerpool's API is, on chains without names. */
  compass?: string
  voucherSubgraph?: string
}

/** Where everything of a running network is. Printed by `up`, kept as `network.json` in the state folder. */
export interface AddressSheet extends ServiceUrls {
  profile: ProfileName
  chainId: number
  hub: Address
  /** The same services over TLS, and the authority's certificate (a file) that makes a client trust them. */
  tls?: ServiceUrls & { certificate: string }
  workerpool: { name: string; address: Address; url: string }
  /** The debug pool's workers, by the names they are told to misbehave with. */
  workers: { name: WorkerName; address: Address }[]
  control: string
  /** Whether what the network draws follows from a seed; salts are to be drawn from its control door then. */
  seeded?: true
  /** Development accounts; the first is the default requester. */
  accounts: { address: Address; privateKey: Hex }[]
  pid: number
  /** When its process started, in the system's ticks; tells it from a later one with the same number. 0 where the system does not say. */
  startTicks: number
  /** Milliseconds from start to ready. */
  readyMs: number
}

/** What a command needs to speak to a running network. */
export interface RunningNetwork {
  sheet: AddressSheet
  controlToken: string
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
  if (!url) throw new SimError('FRAMEWORK_NOT_SERVED', { framework, served: Object.keys(sms).join(', ') })
  return url
}

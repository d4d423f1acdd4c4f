import type { Part } from '@iexec-sim/base/progress'
import type { ProtocolSource } from '@iexec-sim/contracts/sources'
import type { Misbehaviours } from '@iexec-sim/faults'
import type { Profile, ServicePort } from '@iexec-sim/protocol'
import { DEFAULT_LIMITS, type WorkerLimits } from '@iexec-sim/worker/limits'
import type { DockerOptions } from 'dockerode'
import {
  DEFAULT_STAND_INS,
  OFFICIAL_APP_STAND_INS,
  type StandIn,
  withStandIns,
} from './stand-ins/stand-ins.ts'

/** Configuration of a network. */
export interface NetworkConfig {
  /** The network to simulate. */
  profile: Profile
  /**
   * Folder everything is kept in; without one the network lives in memory and leaves nothing
   * behind.
   */
  stateDir?: string
  /** Ports that differ from the profile's; 0 means any free one. */
  ports: Partial<Record<ServicePort, number>>
  /** Host names that the doors accept besides loopback names. */
  allowedHosts: readonly string[]
  /**
   * This container's own addresses, at which clients' doors listen besides loopback so that its
   * ports can be published. @default none
   */
  containerAddresses?: readonly string[]
  /** Web origins that the doors accept besides loopback ones. */
  allowedOrigins: readonly string[]
  /** Number of workers of the debug pool. @default 2 */
  workers: number
  /**
   * Contracts of the genesis: built in, published, or a folder of artifacts; see `parseSource`.
   * @default built in
   */
  protocol?: ProtocolSource
  /**
   * Seed of salts, enclave keys, the choice of workers and the like, so that runs repeat. @default
   * random values
   */
  seed?: string
  /** Deliberate misbehaviours. @default none */
  misbehaviours?: Misbehaviours
  /** Faults in force once the network is ready; as JSON, see `Fault`. @default none */
  faults?: readonly unknown[]
  /** Outside hosts that have a stand-in on this machine. */
  standIns: readonly StandIn[]
  /** Hosts input files and datasets may come from besides the network's own gateway. */
  inputHosts: readonly string[]
  /** Requests one address may send the order book in a minute. @default any number */
  marketRateLimit?: number
  /** Gas that a call or an estimate over the chain's door may use. @default 6700000 */
  rpcGasCap?: bigint
  /** Limits of the tasks of every worker. */
  limits: WorkerLimits
  /** Whether apps run without any capability of root; see `up --harden`. @default false */
  harden?: boolean
  /**
   * Whether the clock is moved to the deadline of tasks that can no longer succeed; see
   * `up --fast-fail`. @default false
   */
  fastFail?: boolean
  /** Whether sample apps stand where web3mail and web3telegram look. @default false */
  officialApps?: boolean
  /** Whether the services that clients speak to listen for TLS as well. @default false */
  tls?: boolean
  /**
   * Base address of an OpenTelemetry collector that gets the traces of tasks. @default that of the
   * standard variables
   */
  otlp?: string
  /** Least severe log line that is written. @default 'info' */
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  /** Address of the Docker engine. @default DOCKER_HOST, else the machine's socket */
  docker?: DockerOptions
  /** Called at each step, and for each part of a long one, for progress on a terminal. */
  onProgress?: (step: string, part?: Part) => void
}

/** A network of a profile, as it is when nothing else is said. */
export function defaultConfig(profile: Profile): NetworkConfig {
  return {
    profile,
    ports: {},
    allowedHosts: [],
    allowedOrigins: [],
    workers: 2,
    standIns: DEFAULT_STAND_INS,
    inputHosts: [],
    limits: DEFAULT_LIMITS,
    logLevel: 'info',
  }
}

/**
 * A configuration with the sample apps under official names, and with stand-ins for the hosts they
 * send to.
 */
export function withOfficialApps(config: NetworkConfig): NetworkConfig {
  const standIns = withStandIns(OFFICIAL_APP_STAND_INS, config.standIns)
  return { ...config, officialApps: true, standIns }
}

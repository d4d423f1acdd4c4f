import type { NetworkConfig } from '@iexec-sim/stack'
import type { PortOptions } from '../../options.ts'
import type { ChainIdOptions } from './chain-id.ts'

/** Options of `up`, as they were written. */
export interface UpOptions {
  /** State folder. */
  state: string
  /** Leave the network running in the background. */
  detach?: true
  /** Print one JSON document. */
  json?: true
  /** Give every service any free port. */
  anyPort?: true
  /** Names of profiles, separated by commas. */
  profile: string
  /** Ports that differ from the profile's. */
  port?: PortOptions
  /** Web origins that may use the network. */
  allowOrigin?: string[]
  /** Host names the doors accept besides loopback names. */
  allowHost?: string[]
  /** Serve every client over TLS as well. */
  tls?: true
  /** Listen at this container's own addresses as well. */
  inContainer?: true
  /** Memory of an app container, MiB. @default 2048 */
  memory?: string
  /** Run apps without any capability of root. @default false */
  harden?: boolean
  /** End tasks that can no longer succeed at once. @default false */
  fastFail?: boolean
  /** Largest result, bytes. @default 268435456 */
  maxResultBytes?: string
  /** Stand-ins as `HOST=IMAGE`, or as the name of a host alone. */
  standIn?: string[]
  /** Deploy sample apps where web3mail and web3telegram look. */
  officialApps?: true
  /** Hosts input files may come from besides the gateway. */
  inputHost?: string[]
  /** Source of the contracts; see `parseSource`. */
  protocol: string
  /** Requests per minute and address to the order book. @default any number */
  marketRateLimit?: string
  /** Most gas of a call or an estimate. @default 6700000 */
  rpcGasCap?: string
  /** Chain ids that differ from the profile's. */
  chainId?: ChainIdOptions
  /** Number of workers, 1 to 8. @default 2 */
  workers?: string
  /** Seed of random values. @default random values */
  seed?: string
  /** Misbehaviours as `ACTOR=MISBEHAVIOUR`. */
  misbehave?: string[]
  /** JSON file of faults. */
  faults?: string
  /** Base address of an OpenTelemetry collector. */
  otlp?: string
  /** Least severe log line that is written. */
  logLevel: NetworkConfig['logLevel']
}

import type { NetworkConfig } from '@iexec-sim/stack'
import type { PortOptions } from '../../options.ts'
import type { ChainIdOptions } from './chain-id.ts'

/** Options of `up`, as they were written. */
export interface UpOptions {
  state: string
  detach?: true
  json?: true
  anyPort?: true
  profile: string
  port?: PortOptions
  allowOrigin?: string[]
  allowHost?: string[]
  tls?: true
  inContainer?: true
  memory?: string
  harden?: boolean
  fastFail?: boolean
  maxResultBytes?: string
  standIn?: string[]
  inputHost?: string[]
  protocol: string
  marketRateLimit?: string
  rpcGasCap?: string
  chainId?: ChainIdOptions
  workers?: string
  seed?: string
  misbehave?: string[]
  faults?: string
  logLevel: NetworkConfig['logLevel']
}

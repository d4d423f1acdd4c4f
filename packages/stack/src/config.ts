import type { Profile, ServicePort } from '@iexec-sim/protocol'
import type { WorkerLimits } from '@iexec-sim/worker'
import type { StandIn } from './stand-ins.ts'

/** How a network is to be built. */
export interface NetworkConfig {
  profile: Profile
  /** Folder everything is kept in; without one the network lives in memory and leaves nothing behind. */
  stateDir?: string
  /** Ports that differ from the profile's; 0 means any free one. */
  ports: Partial<Record<ServicePort, number>>
  /** Host names besides loopback ones that the doors answer to. */
  allowedHosts: readonly string[]
  /** Web origins besides loopback ones that the doors answer to. */
  allowedOrigins: readonly string[]
  /** How many workers the debug pool has. @default 2 */
  workers: number
  /** Hosts of the outside world that something on this machine answers for. */
  standIns: readonly StandIn[]
  limits: WorkerLimits
  /** Least severe log line that is written. @default 'info' */
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  /** Told what is being done, for progress on a terminal. */
  onProgress?: (step: string) => void
}

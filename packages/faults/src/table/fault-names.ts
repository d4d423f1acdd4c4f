import type { ReplicateCause, ServicePort } from '@iexec-sim/protocol'
import type { WorkerName } from '../misbehaviour/misbehaviour.ts'
import type { Trouble } from './stages.ts'

/** A service whose HTTP routes can fail: all but the control door. */
export type FaultyService = Exclude<ServicePort, 'control'>

/** Possible fault of a task's stage: a cause of the real network, or trouble on a machine. */
export type FaultCause = ReplicateCause | Trouble

/** Services with a clock of their own that can be wrong. */
export type ClockOwner =
  | `sms-${string}`
  | `provisioning-${string}`
  | 'market'
  | 'result-proxy'
  | 'workerpool'
  | WorkerName

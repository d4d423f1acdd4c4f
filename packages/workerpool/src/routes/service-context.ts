import type { Clock } from '@iexec-sim/base'
import type { Address, WalletChallenges } from '@iexec-sim/protocol'
import type { Notifier } from '../notifier.ts'
import type { WorkerModel } from '../replicate-supply.ts'
import type { Scheduler } from '../scheduler.ts'
import type { TaskStore } from '../tasks/task-store.ts'
import type { WorkerLogins } from '../worker-logins.ts'

/** Shared context of the pool's routes. */
export interface ServiceContext {
  /** Version text it returns. */
  version: string
  /** Id of the chain. */
  chainId: number
  /** Contract of the pool. */
  workerpool: string
  /** URL of the result proxy of the pool. */
  resultProxyUrl: string
  /** Bearer token of the control routes. */
  controlToken: string
  /** Stored tasks. */
  store: TaskStore
  /** The scheduler behind the routes. */
  scheduler: Scheduler
  /** Notifications to workers. */
  notifier: Notifier
  /** Logins of workers. */
  logins: WorkerLogins
  /** Challenges a requester signs to read logs; reusable for an hour. */
  logChallenges: WalletChallenges
  /** Workers that have registered, by wallet. */
  workers: Map<Address, WorkerModel>
  /** The network's clock. */
  clock: Clock
  /** URL of the service, once it listens. */
  url(): string
}

import type { Clock } from '@iexec-sim/base'
import type { Address, WalletChallenges } from '@iexec-sim/protocol'
import type { Notifier } from '../notifier.ts'
import type { WorkerModel } from '../replicate-supply.ts'
import type { Scheduler } from '../scheduler.ts'
import type { TaskStore } from '../tasks/task-store.ts'
import type { WorkerLogins } from '../worker-logins.ts'

/** Shared context of the pool's routes. */
export interface ServiceContext {
  version: string
  chainId: number
  workerpool: string
  resultProxyUrl: string
  controlToken: string
  store: TaskStore
  scheduler: Scheduler
  notifier: Notifier
  logins: WorkerLogins
  /** Challenges a requester signs to read logs; reusable for an hour. */
  logChallenges: WalletChallenges
  workers: Map<Address, WorkerModel>
  clock: Clock
  /** URL of the service, once it listens. */
  url(): string
}

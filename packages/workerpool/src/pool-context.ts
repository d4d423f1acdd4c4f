import type { Clock, KeyedQueue } from '@iexec-sim/base'
import type { SchedulerMisbehaviour } from '@iexec-sim/faults'
import type {
  Address,
  Bytes32,
  Contribution,
  DealId,
  Draw,
  Generation,
  Hex,
  MessageSigner,
  TaskId,
  TaskReader,
  TeeFramework,
} from '@iexec-sim/protocol'
import type { SmsClient } from '@iexec-sim/sms/client'
import type { Recorder } from '@iexec-sim/timeline'
import type { Logger } from 'pino'
import type { Notifier } from './notifier.ts'
import type { Stranger } from './stranger.ts'
import type { TaskStore } from './tasks/task-store.ts'

/** The chain as the scheduler reads it; the hub client is one. */
export interface PoolChain extends TaskReader {
  /** Returns a worker's contribution to a task. */
  viewContribution(taskId: TaskId, worker: Address): Promise<Contribution>
  /** Returns a worker's score. */
  viewScore(worker: Address): Promise<bigint>
}

/**
 * The chain as the workerpool's owner writes it. Each call resolves when mined and rejects when
 * reverted.
 */
export interface PoolWriter {
  /** Initializes the task with this index of a deal. */
  initialize(dealId: DealId, index: bigint): Promise<{ receipt: { blockNumber: number } }>
  /** Finalizes a task with its result link and the bytes for the callback, both ABI bytes. */
  finalize(taskId: TaskId, results: Hex, resultsCallback: Hex): Promise<unknown>
  /** Claims a task whose final deadline has passed. */
  claim(taskId: TaskId): Promise<unknown>
}

/** Lookup of uploaded results, such as the result proxy's client. */
export interface ResultLookup {
  /** The IPFS hash a task's result has, or `undefined` before its upload. */
  ipfsHash(taskId: TaskId): Promise<string | undefined>
}

/** An SMS the scheduler may send workers to. */
interface PoolSms {
  url: string
  client: SmsClient
}

/** Says how the scheduler misbehaves in a task. */
export type SchedulerMisbehaviourOf = (
  taskId: TaskId,
  dealId: DealId,
) => SchedulerMisbehaviour | undefined

/** Shared context of the scheduler's parts. */
export interface PoolContext {
  /** Contract of the pool. */
  workerpool: Address
  /** Generation of the protocol's services. */
  generation: Generation
  /** Wallet of the workerpool's owner, which signs authorizations. */
  owner: MessageSigner
  /** Reads the chain. */
  chain: PoolChain
  /** Sends the owner's transactions. */
  writer: PoolWriter
  /** The SMS of each framework it serves. */
  sms: Partial<Record<TeeFramework, PoolSms>>
  /** Looks up uploaded results. */
  results: ResultLookup
  /** Wallets that may work for the pool. */
  workers: readonly Address[]
  /** Misbehaviour of the scheduler in a task, looked up at each step. @default none */
  misbehaviour?: SchedulerMisbehaviourOf | undefined
  /** Whom a scheduler that authorises an unknown worker lets in. */
  stranger?: Stranger | undefined
  /** Stored tasks. */
  store: TaskStore
  /** Notifications to workers. */
  notifier: Notifier
  /** Changes of one task one after the other. */
  queue: KeyedQueue
  /** The network's clock. */
  clock: Clock
  /**
   * Moves the network's clock to a moment, milliseconds since 1970; with it, tasks that can no
   * longer succeed are ended at once.
   */
  skipTo?: ((ms: number) => Promise<unknown>) | undefined
  /** Draws who uploads a result. */
  draw: Draw
  /**
   * Ranks the workers that could be given a task; the highest comes first. @default the first to
   * ask
   */
  rank?: ((name: string) => Bytes32) | undefined
  /** Takes down the scheduler's decisions. */
  recorder: Recorder
  /** Log of the pool. */
  log: Logger
}

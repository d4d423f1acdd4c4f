import type { Clock } from '@iexec-sim/base'
import type { Engine, Slot } from '@iexec-sim/docker'
import type { FaultCause, WorkerMisbehaviour, WorkerStage } from '@iexec-sim/faults'
import type {
  Account,
  Address,
  Contribution,
  ContributionWriter,
  Generation,
  TaskDescription,
  TaskId,
  TaskReader,
  TeeFramework,
} from '@iexec-sim/protocol'
import type { SmsClient } from '@iexec-sim/sms/client'
import type { ResultProxyClient } from '@iexec-sim/storage/client'
import type { EnclaveLauncher } from '@iexec-sim/tee'
import type { Recorder } from '@iexec-sim/timeline'
import type { SchedulerClient } from '@iexec-sim/workerpool/client'
import type { BaseWallet } from 'ethers'
import type { Logger } from 'pino'
import type { Inspected } from './inspected.ts'
import type { WorkerLimits } from './limits.ts'

/** The chain as a worker reads it; the hub client is one. */
export interface WorkerChain extends TaskReader {
  /** Returns an account of the escrow. */
  viewAccount(account: Address): Promise<Account>
  /** Returns a worker's contribution to a task. */
  viewContribution(taskId: TaskId, worker: Address): Promise<Contribution>
  /** Returns the number of the newest block. */
  blockNumber(): Promise<number>
}

/** The chain as a worker writes it. Each call resolves when mined and rejects when reverted. */
interface WorkerWriter extends ContributionWriter {
  /** Puts nRLC into the escrow. */
  deposit(amount: bigint): Promise<unknown>
  /** Takes nRLC out of the escrow. */
  withdraw(amount: bigint): Promise<unknown>
}

/** The files of the two enclave programs. */
export interface ProgramBundles {
  /** Path of the JavaScript bundle. */
  preCompute: string
  /** Path of the JavaScript bundle. */
  postCompute: string
}

/** Deliberate faults in the stages of tasks. */
export interface WorkerFaults {
  /** Whether there are no faults; then `strike` is not called. */
  readonly isEmpty: boolean
  /** Fault of a stage of a task; `undefined` for none. */
  strike(stage: WorkerStage, task: TaskDescription): FaultCause | undefined
}

/** Shared context of a task's steps on one worker. */
export interface WorkerContext {
  /** Name of the worker, such as `worker-1`. */
  name: string
  /** Wallet that signs for the worker. */
  wallet: BaseWallet
  /** Generation of the protocol's services. */
  generation: Generation
  /** Misbehaviour in a task, looked up at each stage. @default none */
  misbehaviour?(taskId: TaskId): Promise<WorkerMisbehaviour | undefined>
  /** Deliberate faults. @default none */
  faults?: WorkerFaults
  /**
   * Leaves the pool without a word, as a machine does that is switched off, and comes back at
   * `untilMs`.
   */
  leave?(untilMs: number): void
  /** Reads the chain. */
  chain: WorkerChain
  /** Sends the worker's transactions. */
  writer: WorkerWriter
  /** Client of the scheduler. */
  scheduler: SchedulerClient
  /** Client of the result proxy. */
  results: ResultProxyClient
  /** Returns the client of the SMS at a URL. */
  sms(url: string): SmsClient
  /** Upload token each SMS already has of this worker, by its URL. */
  sharedTokens: Map<string, string>
  /** Engine that runs task containers. */
  engine: Engine
  /** Launchers by framework; a missing one is not supported. */
  launchers: Partial<Record<TeeFramework, EnclaveLauncher>>
  /** Returns the slot that its task containers run in. */
  slot(): Promise<Slot>
  /** Code of the enclave programs. */
  programs: ProgramBundles
  /** URL of the IPFS gateway. */
  gatewayUrl: string
  /** URL of the result proxy of the pool. */
  resultProxyUrl: string
  /** URL of the stand-in for Dropbox. */
  dropboxUrl: string
  /** Hosts input files and datasets may come from besides the gateway. */
  inputHosts: readonly string[]
  /** Limits of its tasks. */
  limits: WorkerLimits
  /** The network's clock. */
  clock: Clock
  /** Looks through what an app left behind, before the worker goes on. Does not reject. */
  inspect?(inspected: Inspected): Promise<void>
  /** Called with what apps print, as it comes. */
  onPrinted?:
    | ((taskId: TaskId, worker: string, stream: 'stdout' | 'stderr', bytes: Uint8Array) => void)
    | undefined
  /** Takes down the stages of tasks and what happens in them. @default none */
  recorder?: Recorder
  /** Log of the worker. */
  log: Logger
  /** Folder for running tasks; each task's is removed when it is over. */
  dir: string
}

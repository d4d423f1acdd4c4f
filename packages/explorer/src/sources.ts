import type { HubClient } from '@iexec-sim/chain/client'
import type { GenesisAddresses } from '@iexec-sim/contracts'
import type { FaultBook, MisbehaviourBook } from '@iexec-sim/faults'
import type { Address, Profile, TaskId, TeeFramework } from '@iexec-sim/protocol'
import type { Inspection } from '@iexec-sim/tee'
import type { LiveLogs, SecretRef, TimelineBook } from '@iexec-sim/timeline'
import type { TaskBook } from '@iexec-sim/workerpool/client'
import type { Changes } from './feed/changes.ts'
import type { Sessions } from './session/sessions.ts'

/** The network's clock as the explorer reads it. */
interface ClockView {
  /** Time of the network, ms since 1970. */
  now(): number
  /** Whether time stands still. */
  readonly isFrozen: boolean
}

/** A snapshot of the network. */
interface SnapshotView {
  /** Its name. */
  name: string
  /** When it was saved, ISO 8601. */
  savedAt: string
}

/** Snapshots as the explorer uses them. */
interface SnapshotBook {
  /** All of them, the oldest first. */
  list(): SnapshotView[]
  /** Saves the network as it is now. */
  save(name: string, options?: { replace?: boolean }): Promise<SnapshotView>
  /** Puts the network back. */
  restore(name: string): Promise<SnapshotView>
  /** Removes one. */
  remove(name: string): Promise<void>
}

/** The subgraph of the protocol. */
export interface PocoIndex {
  /** Answers a question in GraphQL. */
  ask(question: { query: string; variables?: Record<string, unknown> }): Promise<{
    data?: unknown
    errors?: readonly { message: string }[]
  }>
  /** Number of an entity's rows that pass a filter. */
  count(entity: string, where: Readonly<Record<string, unknown>>): Promise<number>
}

/** Name of a kind of orders, as in the order book. */
type OrderKindName = 'apporder' | 'datasetorder' | 'workerpoolorder' | 'requestorder'

/** An order that can still be matched. */
export interface OpenOrder {
  /** EIP-712 hash. */
  orderHash: string
  /** Its fields; amounts are numbers. */
  order: Readonly<Record<string, string | number>>
  /** Tasks it is still good for. */
  remaining: number
  /** ISO 8601. */
  publicationTimestamp: string
  /** Wallet that signed it. */
  signer: string
}

/** Everything the explorer shows and controls. */
export interface ExplorerSources {
  /** Who may control the network. */
  sessions: Sessions
  /** Tells what has changed. */
  changes: Changes
  /** The simulated network. */
  profile: Profile
  /** Version of the simulator. */
  version: string
  /** Contracts of the genesis, as `up --protocol` takes them. */
  protocol: string
  /** State folder; none for a network in memory. */
  stateDir: string | undefined
  /** When the network started, ms since 1970 by the machine's clock. */
  startedAt: number
  /** Services by name, and their URLs. */
  services(): Record<string, string>
  /** Workers of the debug pool. */
  workers: readonly { name: string; address: string }[]
  /** The debug pool's contract. */
  workerpool: Address
  /** URL of the IPFS gateway. */
  gateway: string
  /** URL of the order book. */
  market: string
  /** Reads what is on the chain of the protocol. */
  poco: PocoIndex
  /** Every open order of a kind. */
  openOrders(kind: OrderKindName): readonly OpenOrder[]
  /** The tasks of the debug pool. */
  tasks: TaskBook
  /** What happened to tasks and secrets. */
  timeline: TimelineBook
  /** Makes a secret a canary, or ends that. Throws `CANARY_UNSET` and `CANARY_TOO_SHORT`. */
  markCanary(secret: SecretRef, isCanary: boolean): void
  /** Takes the values of a task's secrets out of texts. They do not come out of it. */
  maskOf(taskId: TaskId): (text: string) => string
  /** Content id of an image of the local engine. Throws `IMAGE_NOT_FOUND`. */
  imageId(image: string): Promise<string>
  /** Reads an image of the local engine file by file. Throws `IMAGE_NOT_FOUND`. */
  inspect(image: string, framework: TeeFramework): Promise<Inspection>
  /** What apps print while they run. */
  liveLogs: LiveLogs
  /** Addresses of the accounts that the network began with. */
  accounts: readonly string[]
  /** Addresses of the contracts that the network began with. */
  addresses: GenesisAddresses
  /** Reads the chain. */
  hub: HubClient
  /** The network's clock. */
  clock: ClockView
  /** Moves, freezes or resumes the clock. Throws `TIME_BACKWARDS` and `TIME_TOO_LATE`. */
  time(order: { advanceMs?: number; setMs?: number; freeze?: boolean }): Promise<unknown>
  /** Snapshots of the network. */
  snapshots: SnapshotBook
  /** The faults in force. */
  faults: FaultBook
  /** The misbehaviours in force. */
  misbehaviours: MisbehaviourBook
  /** Requests that ended in an unexpected exception, of all services. */
  unexpected(): number
}

import type { Address, Bytes32, DealId, Hex, TaskId } from './hex.ts'

/** An asset as a deal holds it: owner and price stay as they were when the orders matched. */
export interface Resource {
  pointer: Address
  owner: Address
  /** nRLC. */
  price: bigint
}

/** A deal, as `viewDeal` answers it. */
export interface Deal {
  dealId: DealId
  app: Resource
  dataset: Resource
  workerpool: Resource
  trust: bigint
  category: bigint
  tag: Bytes32
  requester: Address
  beneficiary: Address
  callback: Address
  params: string
  /** Seconds since 1970. */
  startTime: bigint
  botFirst: bigint
  botSize: bigint
  /** nRLC each worker locks. */
  workerStake: bigint
  /** Percent of the workers' reward that goes to the scheduler. */
  schedulerRewardRatio: bigint
  sponsor: Address
}

/** Status of a task on chain, in the order of the contract's values 0 to 4. */
export const ONCHAIN_TASK_STATUSES = ['UNSET', 'ACTIVE', 'REVEALING', 'COMPLETED', 'FAILED'] as const
/** Status of a task on chain. */
export type OnchainTaskStatus = (typeof ONCHAIN_TASK_STATUSES)[number]

/** A task, as `viewTask` answers it. Times are seconds since 1970. */
export interface OnchainTask {
  taskId: TaskId
  status: OnchainTaskStatus
  dealId: DealId
  index: bigint
  /** Seconds: the category's work clock time. */
  timeref: bigint
  contributionDeadline: bigint
  revealDeadline: bigint
  finalDeadline: bigint
  consensusValue: Bytes32
  revealCounter: bigint
  winnerCounter: bigint
  contributors: Address[]
  resultDigest: Bytes32
  /** UTF-8 JSON of the result link, as bytes. */
  results: Hex
  resultsCallback: Hex
}

/** Status of a contribution on chain, in the order of the contract's values 0 to 3. */
export const CONTRIBUTION_STATUSES = ['UNSET', 'CONTRIBUTED', 'PROVED', 'REJECTED'] as const
/** Status of a contribution on chain. */
export type ContributionStatus = (typeof CONTRIBUTION_STATUSES)[number]

/** A worker's contribution to a task. */
export interface Contribution {
  status: ContributionStatus
  resultHash: Bytes32
  resultSeal: Bytes32
  enclaveChallenge: Address
  weight: bigint
}

/** Balances of an account in the hub, in nRLC. */
export interface Account {
  stake: bigint
  locked: bigint
}

/** A category of tasks. */
export interface Category {
  name: string
  description: string
  /** Seconds. */
  workClockTimeRef: bigint
}

/** What an app contract says of itself. */
export interface AppInfo {
  owner: Address
  name: string
  type: string
  /** UTF-8 bytes of the image name. */
  multiaddr: Hex
  checksum: Bytes32
  mrenclave: Hex
}

/** What a dataset contract says of itself. */
export interface DatasetInfo {
  owner: Address
  name: string
  multiaddr: Hex
  checksum: Bytes32
}

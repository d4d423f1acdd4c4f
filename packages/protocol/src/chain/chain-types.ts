import type { Address, Bytes32, DealId, Hex, TaskId } from './hex.ts'

/** An asset as a deal holds it: owner and price stay as they were when the orders matched. */
export interface Resource {
  /** Contract of the asset; the zero address for no dataset. */
  pointer: Address
  /** Owner of the asset at the match. */
  owner: Address
  /** nRLC. */
  price: bigint
}

/** A deal, as `viewDeal` returns it. */
export interface Deal {
  /** Id of the deal. */
  dealId: DealId
  /** The app, its owner and price per task. */
  app: Resource
  /** The dataset, its owner and price per task; zero without one. */
  dataset: Resource
  /** The workerpool, its owner and price per task. */
  workerpool: Resource
  /** Trust the request asks for. */
  trust: bigint
  /** Id of the category, which bounds the time of a task. */
  category: bigint
  /** See `decodeTag`. */
  tag: Bytes32
  /** Wallet that signed the request. */
  requester: Address
  /** Wallet the result is meant for. */
  beneficiary: Address
  /** Contract that receives the result; zero without one. */
  callback: Address
  /** Deal parameters as the requester wrote them; see `parseDealParams`. */
  params: string
  /** Seconds since 1970. */
  startTime: bigint
  /** Index of the deal's first task within its request order. */
  botFirst: bigint
  /** Number of tasks. */
  botSize: bigint
  /** nRLC each worker locks. */
  workerStake: bigint
  /** Percent of the workers' reward that goes to the scheduler. */
  schedulerRewardRatio: bigint
  /** Account that pays the deal. */
  sponsor: Address
}

/** Status of a task on chain, in the order of the contract's values 0 to 4. */
export const ONCHAIN_TASK_STATUSES = [
  'UNSET',
  'ACTIVE',
  'REVEALING',
  'COMPLETED',
  'FAILED',
] as const
/** Status of a task on chain. */
export type OnchainTaskStatus = (typeof ONCHAIN_TASK_STATUSES)[number]

/** A task, as `viewTask` returns it. Times are seconds since 1970. */
export interface OnchainTask {
  /** Id of the task. */
  taskId: TaskId
  /** Status on chain. */
  status: OnchainTaskStatus
  /** Deal the task belongs to. */
  dealId: DealId
  /** Index of the task, counted from the deal's `botFirst`. */
  index: bigint
  /** Seconds: the category's work clock time. */
  timeref: bigint
  /** Seconds since 1970. */
  contributionDeadline: bigint
  /** Seconds since 1970; 0 before consensus. */
  revealDeadline: bigint
  /** Seconds since 1970; afterwards the task can be claimed. */
  finalDeadline: bigint
  /** Result hash of the winning group; zero before consensus. */
  consensusValue: Bytes32
  /** Workers of the winning group that have revealed. */
  revealCounter: bigint
  /** Workers of the winning group. */
  winnerCounter: bigint
  /** Workers with a contribution, in order. */
  contributors: Address[]
  /** Digest of the result; zero before a reveal. */
  resultDigest: Bytes32
  /** UTF-8 JSON of the result link, as bytes. */
  results: Hex
  /** Bytes for the callback contract; `0x` without. */
  resultsCallback: Hex
}

/** Status of a contribution on chain, in the order of the contract's values 0 to 3. */
export const CONTRIBUTION_STATUSES = ['UNSET', 'CONTRIBUTED', 'PROVED', 'REJECTED'] as const
/** Status of a contribution on chain. */
export type ContributionStatus = (typeof CONTRIBUTION_STATUSES)[number]

/** A worker's contribution to a task. */
export interface Contribution {
  /** Status of the contribution. */
  status: ContributionStatus
  /** Hash of the task id and the result's digest. */
  resultHash: Bytes32
  /** Hash of the worker's address, the task id and the digest. */
  resultSeal: Bytes32
  /** Address of the enclave's key; zero for a standard task. */
  enclaveChallenge: Address
  /** Share of the reward; see `rewardWeight`. */
  weight: bigint
}

/** Balances of an account in the hub, in nRLC. */
export interface Account {
  /** nRLC that can be spent, locked or withdrawn. */
  stake: bigint
  /** nRLC locked by deals. */
  locked: bigint
}

/** A category of tasks. */
export interface Category {
  /** Name, such as `XS`. */
  name: string
  /** Description for people. */
  description: string
  /** Seconds. */
  workClockTimeRef: bigint
}

/** Fields of an app contract. */
export interface AppInfo {
  /** Owner of the app. */
  owner: Address
  /** Name given at its deployment. */
  name: string
  /** Kind of the app, such as `DOCKER`. */
  type: string
  /** UTF-8 bytes of the image name. */
  multiaddr: Hex
  /** Content id of the image, as the owner states it. */
  checksum: Bytes32
  /** Enclave configuration as JSON in bytes; `0x` for a standard app. */
  mrenclave: Hex
}

/** Fields of a dataset contract. */
export interface DatasetInfo {
  /** Owner of the dataset. */
  owner: Address
  /** Name given at its deployment. */
  name: string
  /** Location of the encrypted dataset; see `addressText`. */
  multiaddr: Hex
  /** SHA-256 of the encrypted dataset. */
  checksum: Bytes32
}

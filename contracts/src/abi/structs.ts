import { type OrderKind, orderFields } from '@iexec-sim/protocol'

// Field lists of the protocol's structs, as they appear inside the human-readable ABIs. The names
// are what ethers puts on decoded results.

export const account = 'uint256 stake, uint256 locked'
export const category = 'string name, string description, uint256 workClockTimeRef'
export const domain = 'string name, string version, uint256 chainId, address verifyingContract'
const resource = 'address pointer, address owner, uint256 price'
export const deal =
  `tuple(${resource}) app, tuple(${resource}) dataset, tuple(${resource}) workerpool, uint256 trust, uint256 category, bytes32 tag, address requester, address beneficiary, address callback, string params, uint256 startTime, uint256 botFirst, uint256 botSize, uint256 workerStake, uint256 schedulerRewardRatio, address sponsor` as const
export const task =
  'uint8 status, bytes32 dealid, uint256 idx, uint256 timeref, uint256 contributionDeadline, uint256 revealDeadline, uint256 finalDeadline, bytes32 consensusValue, uint256 revealCounter, uint256 winnerCounter, address[] contributors, bytes32 resultDigest, bytes results, uint256 resultsTimestamp, bytes resultsCallback'
export const contribution =
  'uint8 status, bytes32 resultHash, bytes32 resultSeal, address enclaveChallenge, uint256 weight'
const order = (kind: OrderKind) =>
  [...orderFields(kind).map(({ name, type }) => `${type} ${name}`), 'bytes sign'].join(', ')
export const appOrder = order('AppOrder')
export const datasetOrder = order('DatasetOrder')
export const workerpoolOrder = order('WorkerpoolOrder')
export const requestOrder = order('RequestOrder')
export const appInfo =
  'address owner, string m_appName, string m_appType, bytes m_appMultiaddr, bytes32 m_appChecksum, bytes m_appMREnclave'
export const datasetInfo =
  'address owner, string m_datasetName, bytes m_datasetMultiaddr, bytes32 m_datasetChecksum'
export const workerpoolInfo =
  'address owner, string m_workerpoolDescription, uint256 m_workerStakeRatioPolicy, uint256 m_schedulerRewardRatioPolicy'

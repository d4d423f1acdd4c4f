/** Common part of every asset contract: its registry, and the owner of its ERC-721 token there. */
const assetAbi = [
  'function owner() view returns (address)',
  'function registry() view returns (address)',
  'function setName(address ens, string name)',
] as const

/** Human-readable ABI of an App. */
export const appAbi = [
  ...assetAbi,
  'function initialize(string name, string type, bytes multiaddr, bytes32 checksum, bytes mrenclave)',
  'function m_appName() view returns (string)',
  'function m_appType() view returns (string)',
  'function m_appMultiaddr() view returns (bytes)',
  'function m_appChecksum() view returns (bytes32)',
  'function m_appMREnclave() view returns (bytes)',
] as const

/** Human-readable ABI of a Dataset. */
export const datasetAbi = [
  ...assetAbi,
  'function initialize(string name, bytes multiaddr, bytes32 checksum)',
  'function m_datasetName() view returns (string)',
  'function m_datasetMultiaddr() view returns (bytes)',
  'function m_datasetChecksum() view returns (bytes32)',
] as const

/** Human-readable ABI of a Workerpool. */
export const workerpoolAbi = [
  ...assetAbi,
  'function initialize(string description)',
  'function m_workerpoolDescription() view returns (string)',
  'function m_workerStakeRatioPolicy() view returns (uint256)',
  'function m_schedulerRewardRatioPolicy() view returns (uint256)',
  'function changePolicy(uint256 newWorkerStakeRatio, uint256 newSchedulerRewardRatio)',
  'event PolicyUpdate(uint256 oldWorkerStakeRatioPolicy, uint256 newWorkerStakeRatioPolicy, uint256 oldSchedulerRewardRatioPolicy, uint256 newSchedulerRewardRatioPolicy)',
] as const

export { type AddressSheet, findNetwork, type RunningNetwork, type ServiceUrls } from './address-sheet.ts'
export {
  type ChainConfig,
  type ChainEntry,
  type ClientMajor,
  chainEntry,
  chainName,
  mergeChainConfig,
  refusedKeys,
} from './client-config.ts'
export { clientOptions } from './client-options.ts'
export { defaultConfig, type NetworkConfig } from './config.ts'
export { connectAsOwner, type OwnedEngine } from './connect-as-owner.ts'
export { askControl, type ControlRequest } from './control-client.ts'
export { FaultBook } from './faults/fault-book.ts'
export { checkFaults } from './faults/open-fault-book.ts'
export { serviceRoutes } from './faults/service-routes.ts'
export { MisbehaviourBook } from './misbehaviour-book.ts'
export { type Network, startNetwork } from './network.ts'
export { assertOwnFolder, makeOwnFolder } from './own-folder.ts'
export { isRunning, type ProcessId, processId, thisProcess } from './process-id.ts'
export { type PreparedImage, type PrepareImageOptions, prepareImage } from './requester/prepare-image.ts'
export { type MatchedRun, type OrderedRun, Requester, type RunRequest } from './requester/requester.ts'
export { resultFiles } from './requester/result-files.ts'
export type { SnapshotInfo, Snapshots } from './snapshots/snapshots.ts'
export { DEFAULT_STAND_INS, type StandIn } from './stand-ins.ts'
export { assertStateFolder } from './state-folder.ts'
export { VERSION } from './version.ts'

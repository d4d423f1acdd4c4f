export { type AddressSheet, findNetwork, type RunningNetwork, type ServiceUrls } from './address-sheet.ts'
export { connectAsOwner, type OwnedEngine } from './connect-as-owner.ts'
export { askControl, type ControlRequest } from './control-client.ts'
export { LiveNetworks } from './live-networks.ts'
export {
  type ChainConfig,
  type ChainEntry,
  type ClientMajor,
  chainEntry,
  mergeChainConfig,
  refusedKeys,
} from './official/chain-config.ts'
export { clientOptions } from './official/client-options.ts'
export { makeDriver } from './requester/drivers.ts'
export { type PreparedImage, type PrepareImageOptions, prepareImage } from './requester/prepare-image.ts'
export { type MatchedRun, type OrderedRun, Requester, type RunRequest } from './requester/requester.ts'
export { resultFiles } from './requester/result-files.ts'
export { VERSION } from './version.ts'

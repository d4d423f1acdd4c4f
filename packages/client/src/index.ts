export {
  type AddressSheet,
  findNetwork,
  type RunningNetwork,
  type ServiceUrls,
  smsUrl,
} from './address-sheet.ts'
export { markCanary } from './canaries.ts'
export { askControl, type ControlRequest } from './control-client.ts'
export { followTimeline, readPrinted, type TaskNews } from './follow-timeline.ts'
export {
  type ChainConfig,
  type ChainEntry,
  type ClientMajor,
  chainEntry,
  chainName,
  mergeChainConfig,
  refusedKeys,
} from './official/chain-config.ts'
export { clientOptions } from './official/client-options.ts'
export { type HostMap, type HostRoute, officialHosts } from './official/official-hosts.ts'
export {
  listStandIns,
  type StandInCall,
  type StandInEntry,
  standInCalls,
} from './stand-ins.ts'
export {
  readSecretEvents,
  readSecrets,
  readTimeline,
  type TaskTimeline,
} from './timeline.ts'
export { VERSION } from './version.ts'

// What a configuration takes, without the network that is made of it: for commands that check one and
// start another process.
export { defaultConfig, type NetworkConfig, withOfficialApps } from './config.ts'
export { assertStateFolder } from './home/state-folder.ts'
export {
  OFFERED_HOSTS,
  offeredStandIn,
  type StandIn,
  withStandIns,
} from './stand-ins/stand-ins.ts'

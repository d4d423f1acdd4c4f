// What a configuration takes, without the network that is made of it: for commands that check one and
// start another process.
export { DEFAULT_STAND_INS, type StandIn } from './build/stand-ins.ts'
export { defaultConfig, type NetworkConfig } from './config.ts'
export { assertStateFolder } from './home/state-folder.ts'

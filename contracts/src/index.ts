export { appAbi, datasetAbi, workerpoolAbi } from './abi/assets.ts'
export { dataProtectorAbi } from './abi/data-protector.ts'
export {
  ensRegistryAbi,
  fifsRegistrarAbi,
  publicResolverAbi,
  reverseRegistrarAbi,
} from './abi/ens.ts'
export { hubAbi, tokenHubAbi } from './abi/hub.ts'
export { appRegistryAbi, datasetRegistryAbi, workerpoolRegistryAbi } from './abi/registries.ts'
export { rlcAbi } from './abi/rlc.ts'
export { voucherAbi, voucherHubAbi } from './abi/voucher.ts'
export { whitelistAbi } from './abi/whitelist.ts'
export {
  type Genesis,
  type GenesisAccount,
  type GenesisAddresses,
  type GenesisProfile,
  loadGenesis,
} from './genesis.ts'

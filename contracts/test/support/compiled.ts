import { readFileSync } from 'node:fs'
import type { InterfaceAbi } from 'ethers'
import type { Hex } from '../../src/index.ts'

type Name =
  | 'Hub'
  | 'NativeHubDesk'
  | 'TokenHubDesk'
  | 'RLC'
  | 'AppRegistry'
  | 'DatasetRegistry'
  | 'WorkerpoolRegistry'
  | 'App'
  | 'Dataset'
  | 'Workerpool'
  | 'AssetProxy'
  | 'AssetDouble'
  | 'SignerDouble'
  | 'ConsumerDouble'
  | 'DepositorDouble'
  | 'TokenDouble'
  | 'ENSRegistry'
  | 'PublicResolver'
  | 'FIFSRegistrar'
  | 'ReverseRegistrar'
  | 'VoucherHub'
  | 'Voucher'
  | 'VoucherBeacon'
  | 'VoucherProxy'

/** What the compiler made of each contract; written by the build. */
export const compiled: Record<Name, { abi: InterfaceAbi; bytecode: Hex }> = JSON.parse(
  readFileSync(new URL('../../generated/contracts.json', import.meta.url), 'utf8'),
)

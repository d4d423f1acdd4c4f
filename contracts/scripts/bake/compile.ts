import type { Compiled } from '../../src/bake/builder.ts'
import type { CompiledName } from '../../src/compiled.ts'
import { openHardhat } from '../hardhat.ts'

/**
 * Names of the compiled contracts that are kept: what a genesis is made of, and what tests work
 * with.
 */
const names: readonly CompiledName[] = [
  'Hub',
  'NativeHubDesk',
  'TokenHubDesk',
  'RLC',
  'AppRegistry',
  'DatasetRegistry',
  'WorkerpoolRegistry',
  'ENSRegistry',
  'PublicResolver',
  'FIFSRegistrar',
  'ReverseRegistrar',
  'VoucherHub',
  'Voucher',
  'VoucherBeacon',
  'App',
  'Dataset',
  'Workerpool',
  'AssetProxy',
  'AssetDouble',
  'SignerDouble',
  'ConsumerDouble',
  'DepositorDouble',
  'TokenDouble',
  'VoucherProxy',
  'DataProtector',
  'Whitelist',
]

/** Compiles the contracts of this package. */
export async function compile(): Promise<Record<string, Compiled>> {
  const hre = await openHardhat()
  await hre.tasks.getTask('build').run({ quiet: true, noTests: true })
  const contracts: Record<string, Compiled> = {}
  for (const name of names) {
    const { abi, bytecode } = await hre.artifacts.readArtifact(name)
    contracts[name] = { abi, bytecode: bytecode as Compiled['bytecode'] }
  }
  return contracts
}

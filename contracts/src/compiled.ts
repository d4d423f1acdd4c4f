import { readFileSync } from 'node:fs'
import { SimError } from '@iexec-sim/base'
import type { Compiled } from './bake/builder.ts'

/** Name of a contract of this package that the build keeps in compiled form. */
export type CompiledName =
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
  | 'DataProtector'
  | 'Whitelist'

let read: Record<CompiledName, Compiled> | undefined

/**
 * Compiled contracts of this package.
 *
 * @throws SimError `CONTRACTS_MISSING` when they were never built.
 */
export function compiledContracts(): Readonly<Record<CompiledName, Compiled>> {
  const file = new URL('../generated/contracts.json', import.meta.url)
  try {
    read ??= JSON.parse(readFileSync(file, 'utf8')) as Record<CompiledName, Compiled>
  } catch (cause) {
    throw new SimError('CONTRACTS_MISSING', { file: file.pathname }, { cause })
  }
  return read
}

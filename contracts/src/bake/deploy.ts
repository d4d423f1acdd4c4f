import { ZeroAddress } from 'ethers'
import { tokenHubAbi } from '../abi/hub.ts'
import type { Hex } from '../genesis.ts'
import type { Builder, Compiled } from './builder.ts'
import { deployEns, type EnsContracts } from './ens.ts'
import { deployEscrow, type EscrowContracts } from './escrow.ts'
import type { Plan } from './plan.ts'
import { deployVouchers, type VoucherContracts } from './voucher.ts'

/** A hub and its registries, of whatever make. */
export interface HubMake {
  /** Puts the hub at the plan's address, not yet configured. Returns every other address with code it needs. */
  deployHub(builder: Builder, plan: Plan): Promise<readonly Hex[]>
  readonly registries: Readonly<Record<'AppRegistry' | 'DatasetRegistry' | 'WorkerpoolRegistry', Compiled>>
  /** What the constructors of the registries are told of the network; nothing where this is left out. */
  registryArguments?(plan: Plan): readonly unknown[]
}

/** What stands beside any hub. */
export type Companions = EscrowContracts & EnsContracts & VoucherContracts

/** What came to stand where besides the addresses of the plan. */
export interface Deployed {
  readonly debugWorkerpool: Hex
  /** Every address with code. */
  readonly contracts: readonly Hex[]
}

const hubFunctions = { abi: tokenHubAbi }

/** Puts the plan's contracts in place and sets them up. */
export async function deploy(builder: Builder, plan: Plan, make: HubMake, companions: Companions): Promise<Deployed> {
  const { hub, appRegistry, datasetRegistry, workerpoolRegistry } = plan
  const { AppRegistry, DatasetRegistry, WorkerpoolRegistry } = make.registries
  const { token, contracts: escrow } = await deployEscrow(builder, plan.escrow, companions)
  const parts = await make.deployHub(builder, plan)
  const args = make.registryArguments?.(plan) ?? []
  const masters = [
    await deployRegistry(builder, plan, appRegistry, AppRegistry, args, 'app'),
    await deployRegistry(builder, plan, datasetRegistry, DatasetRegistry, args, 'dataset'),
    await deployRegistry(builder, plan, workerpoolRegistry, WorkerpoolRegistry, args, 'workerpool'),
  ]

  const registries = [appRegistry, datasetRegistry, workerpoolRegistry]
  const configuration = [token, 'Staked RLC', 'SRLC', 9, ...registries, plan.previousHub ?? ZeroAddress]
  await builder.send(hub, hubFunctions, 'configure', configuration)
  for (const [name, seconds] of plan.categories) {
    await builder.send(hub, hubFunctions, 'createCategory', [name, plan.categoryDescription, seconds])
  }

  const { owner, description } = plan.debugWorkerpool
  const pool = [owner, description]
  const debugWorkerpool = await builder.read(workerpoolRegistry, WorkerpoolRegistry, 'predictWorkerpool', pool)
  await builder.send(workerpoolRegistry, WorkerpoolRegistry, 'createWorkerpool', pool)
  const named = { owner: plan.owner, hub, debugWorkerpool: { address: debugWorkerpool, owner, label: description } }
  const ens = plan.ens ? await deployEns(builder, plan.ens, companions, named) : []
  const issuer = { owner: plan.owner, hub, debugWorkerpool }
  const vouchers = plan.vouchers ? await deployVouchers(builder, plan.vouchers, companions, issuer) : []
  const core = [hub, ...parts, ...registries, ...masters, debugWorkerpool]
  return { debugWorkerpool, contracts: [...core, ...escrow, ...ens, ...vouchers] }
}

/** Returns the address of the registry's master, which its constructor deploys. */
async function deployRegistry(
  builder: Builder,
  plan: Plan,
  address: Hex,
  contract: Compiled,
  args: readonly unknown[],
  kind: string,
): Promise<Hex> {
  await builder.etch(address, contract, args)
  await builder.send(address, contract, 'initialize', [ZeroAddress])
  await builder.send(address, contract, 'setBaseURI', [`${plan.tokenUriBase}/${kind}/${plan.chainId}/`])
  return builder.read(address, contract, 'master')
}

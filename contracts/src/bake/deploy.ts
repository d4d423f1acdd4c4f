import type { Hex } from '@iexec-sim/protocol'
import { ZeroAddress, ZeroHash } from 'ethers'
import { tokenHubAbi } from '../abi/hub.ts'
import type { Builder, Compiled } from './builder.ts'
import { type DataProtectorContracts, deployDataProtector } from './data-protector.ts'
import { deployEns, type EnsContracts } from './ens.ts'
import { deployEscrow, type EscrowContracts } from './escrow.ts'
import type { Plan } from './plan.ts'
import { deployVouchers, type VoucherContracts } from './voucher.ts'
import { deployWhitelists, type WhitelistContracts } from './whitelists.ts'
import { createWorkerpools } from './workerpools.ts'

/** A hub and its registries, of any make. */
export interface HubMake {
  /**
   * Puts the hub at the plan's address, not yet configured. Returns every other address with code
   * it needs.
   */
  deployHub(builder: Builder, plan: Plan): Promise<readonly Hex[]>
  readonly registries: Readonly<
    Record<'AppRegistry' | 'DatasetRegistry' | 'WorkerpoolRegistry', Compiled>
  >
  /** Arguments of the registries' constructors; none where this is left out. */
  registryArguments?(plan: Plan): readonly unknown[]
}

/** Contracts beside any hub. */
export type Companions = EscrowContracts &
  EnsContracts &
  VoucherContracts &
  DataProtectorContracts &
  WhitelistContracts

const hubFunctions = { abi: tokenHubAbi }

/** Puts the plan's contracts in place and sets them up. Returns every address with code. */
export async function deploy(
  builder: Builder,
  plan: Plan,
  make: HubMake,
  companions: Companions,
): Promise<readonly Hex[]> {
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
  const configuration = [
    token,
    'Staked RLC',
    'SRLC',
    9,
    ...registries,
    plan.previousHub ?? ZeroAddress,
  ]
  await builder.send(hub, hubFunctions, 'configure', configuration)
  for (const [name, seconds] of plan.categories) {
    await builder.send(hub, hubFunctions, 'createCategory', [
      name,
      plan.categoryDescription,
      seconds,
    ])
  }

  const assets = await createAssets(builder, plan, make.registries)
  const { owner, description, address: debugWorkerpool } = plan.debugWorkerpool
  const pools = [plan.debugWorkerpool, ...plan.furtherWorkerpools]
  const workerpools = await createWorkerpools(
    builder,
    { address: workerpoolRegistry, contract: WorkerpoolRegistry },
    owner,
    pools,
  )
  const named = {
    owner: plan.owner,
    hub,
    debugWorkerpool: { address: debugWorkerpool, owner, label: description },
  }
  const ens = plan.ens ? await deployEns(builder, plan.ens, companions, named) : []
  const issuer = { owner: plan.owner, hub, debugWorkerpool }
  const vouchers = plan.vouchers
    ? await deployVouchers(builder, plan.vouchers, companions, issuer)
    : []
  const dataProtector = await deployDataProtector(
    builder,
    plan.dataProtector,
    companions,
    datasetRegistry,
  )
  const whitelists = await deployWhitelists(builder, plan.whitelists, companions, plan.owner)
  const core = [hub, ...parts, ...registries, ...masters, ...assets, ...workerpools]
  return [...core, ...escrow, ...ens, ...vouchers, dataProtector, ...whitelists]
}

/**
 * Creates an app and a dataset that belong to the hub, so that no wallet can act for them, and
 * returns their addresses. On the real network an app is not the first one either, whose creation
 * costs more gas than those after it.
 */
async function createAssets(
  builder: Builder,
  { hub, appRegistry, datasetRegistry }: Plan,
  { AppRegistry, DatasetRegistry }: HubMake['registries'],
): Promise<Hex[]> {
  const app = [hub, 'first app', 'DOCKER', '0x', ZeroHash, '0x']
  const dataset = [hub, 'first dataset', '0x', ZeroHash]
  await builder.send(appRegistry, AppRegistry, 'createApp', app)
  await builder.send(datasetRegistry, DatasetRegistry, 'createDataset', dataset)
  return [
    await builder.read(appRegistry, AppRegistry, 'predictApp', app),
    await builder.read(datasetRegistry, DatasetRegistry, 'predictDataset', dataset),
  ]
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
  await builder.send(address, contract, 'setBaseURI', [
    `${plan.tokenUriBase}/${kind}/${plan.chainId}/`,
  ])
  return builder.read(address, contract, 'master')
}

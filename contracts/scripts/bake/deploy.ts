import { ZeroAddress } from 'ethers'
import type { Hex } from '../../src/genesis.ts'
import type { Builder, Compiled } from './builder.ts'
import { deployEns, type EnsContracts } from './ens.ts'
import { deployEscrow, type EscrowContracts } from './escrow.ts'
import type { Plan } from './plan.ts'
import { deployVouchers, type VoucherContracts } from './voucher.ts'

/** The compiled contracts a genesis is made of. */
export type Contracts = Record<'Hub' | 'AppRegistry' | 'DatasetRegistry' | 'WorkerpoolRegistry', Compiled> &
  EscrowContracts &
  EnsContracts &
  VoucherContracts

/** What came to stand where besides the addresses of the plan. */
export interface Deployed {
  readonly debugWorkerpool: Hex
  /** Every address with code. */
  readonly contracts: readonly Hex[]
}

/** Puts the plan's contracts in place and sets them up. */
export async function deploy(builder: Builder, plan: Plan, contracts: Contracts): Promise<Deployed> {
  const { hub, hubDesk, appRegistry, datasetRegistry, workerpoolRegistry } = plan
  const { desk, token, contracts: escrow } = await deployEscrow(builder, plan.escrow, contracts)
  await builder.etch(hubDesk, desk)
  await builder.etch(hub, contracts.Hub, [hubDesk])
  const masters = [
    await deployRegistry(builder, plan, appRegistry, contracts.AppRegistry, 'app'),
    await deployRegistry(builder, plan, datasetRegistry, contracts.DatasetRegistry, 'dataset'),
    await deployRegistry(builder, plan, workerpoolRegistry, contracts.WorkerpoolRegistry, 'workerpool'),
  ]

  const registries = [appRegistry, datasetRegistry, workerpoolRegistry]
  const configuration = [token, 'Staked RLC', 'SRLC', 9, ...registries, ZeroAddress]
  await builder.send(hub, desk, 'configure', configuration)
  for (const [name, seconds] of plan.categories) {
    await builder.send(hub, desk, 'createCategory', [name, plan.categoryDescription, seconds])
  }

  const { owner, description } = plan.debugWorkerpool
  const pool = [owner, description]
  const debugWorkerpool = await builder.read(
    workerpoolRegistry,
    contracts.WorkerpoolRegistry,
    'predictWorkerpool',
    pool,
  )
  await builder.send(workerpoolRegistry, contracts.WorkerpoolRegistry, 'createWorkerpool', pool)
  const named = { owner: plan.owner, hub, debugWorkerpool: { address: debugWorkerpool, owner, label: description } }
  const ens = plan.ens ? await deployEns(builder, plan.ens, contracts, named) : []
  const issuer = { owner: plan.owner, hub, debugWorkerpool }
  const vouchers = plan.vouchers ? await deployVouchers(builder, plan.vouchers, contracts, issuer) : []
  const core = [hub, hubDesk, ...registries, ...masters, debugWorkerpool]
  return { debugWorkerpool, contracts: [...core, ...escrow, ...ens, ...vouchers] }
}

/** Returns the address of the registry's master, which its constructor deploys. */
async function deployRegistry(
  builder: Builder,
  plan: Plan,
  address: Hex,
  contract: Compiled,
  kind: string,
): Promise<Hex> {
  await builder.etch(address, contract)
  await builder.send(address, contract, 'initialize', [ZeroAddress])
  await builder.send(address, contract, 'setBaseURI', [`${plan.tokenUriBase}/${kind}/${plan.chainId}/`])
  return builder.read(address, contract, 'master')
}

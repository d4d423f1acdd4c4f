import type { Genesis } from '../../src/genesis.ts'
import { openHardhat, type Rpc } from '../hardhat.ts'
import { arbitrumSepolia } from './arbitrum-sepolia.ts'
import { Builder, type Compiled } from './builder.ts'
import { type Contracts, deploy } from './deploy.ts'
import { dump } from './dump.ts'
import type { EnsPlan } from './ens.ts'
import { bellecour, type Plan } from './plan.ts'

/** Names of the compiled contracts that tests work with, besides those a genesis is made of. */
const forTests = [
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
]
const forEns = ['ENSRegistry', 'PublicResolver', 'FIFSRegistrar', 'ReverseRegistrar']
const forVouchers = ['VoucherHub', 'Voucher', 'VoucherBeacon']
const forEscrow = ['NativeHubDesk', 'TokenHubDesk', 'RLC']
const forGenesis = [
  'Hub',
  'AppRegistry',
  'DatasetRegistry',
  'WorkerpoolRegistry',
  ...forEscrow,
  ...forEns,
  ...forVouchers,
]

/** What is baked. */
const plans: readonly Plan[] = [bellecour, arbitrumSepolia]

/** Compiles the contracts and deploys them for each profile. */
export async function bake(): Promise<{ geneses: Genesis[]; contracts: Record<string, Compiled> }> {
  const hre = await openHardhat()
  await hre.tasks.getTask('build').run({ quiet: true })
  const contracts: Record<string, Compiled> = {}
  for (const name of [...forGenesis, ...forTests]) {
    const { abi, bytecode } = await hre.artifacts.readArtifact(name)
    contracts[name] = { abi, bytecode: bytecode as Compiled['bytecode'] }
  }
  const geneses: Genesis[] = []
  for (const plan of plans) {
    const connection = await hre.network.create({ network: plan.network, chainType: 'generic' })
    try {
      geneses.push(await bakeProfile(connection.provider, plan, contracts as Contracts))
    } finally {
      await connection.close()
    }
  }
  return { geneses, contracts }
}

/** Deploys the contracts of a profile on an empty chain and reads its genesis back. */
export async function bakeProfile(rpc: Rpc, plan: Plan, contracts: Contracts): Promise<Genesis> {
  const builder = new Builder(rpc, plan.owner)
  const deployed = await deploy(builder, plan, contracts)
  const { hub, appRegistry, datasetRegistry, workerpoolRegistry, owner } = plan
  return {
    profile: plan.profile,
    chainId: plan.chainId,
    addresses: {
      hub,
      appRegistry,
      datasetRegistry,
      workerpoolRegistry,
      debugWorkerpool: deployed.debugWorkerpool,
      owner,
      debugWorkerpoolOwner: plan.debugWorkerpool.owner,
      ...(plan.escrow.mode === 'token' && { rlc: plan.escrow.rlc }),
      ...(plan.ens && { ens: ensAddresses(plan.ens) }),
      ...(plan.vouchers && { voucherHub: plan.vouchers.voucherHub }),
    },
    accounts: await dump(rpc, deployed.contracts, builder.transactions),
  }
}

const ensAddresses = ({ registry, resolver, reverseRegistrar }: EnsPlan) => ({ registry, resolver, reverseRegistrar })

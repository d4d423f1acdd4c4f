import { SimError } from '@iexec-sim/base'
import { openBakeChain } from '../evm/bake-chain.ts'
import type { Genesis } from '../genesis.ts'
import { Builder } from './builder.ts'
import { type Companions, deploy, type HubMake } from './deploy.ts'
import { dump } from './dump.ts'
import type { EnsPlan } from './ens.ts'
import type { Plan } from './plan.ts'

/** Most bytes of code a contract can have. */
export const CODE_SIZE_LIMIT = 24_576

/**
 * Deploys a protocol on an empty chain in this process and reads it back as a genesis.
 *
 * @throws SimError `BAKE_FAILED` when a contract does not let itself be set up.
 */
export async function bakeGenesis(
  plan: Plan,
  make: HubMake,
  companions: Companions,
): Promise<Genesis> {
  const rpc = await openBakeChain(plan.chainId)
  const builder = new Builder(rpc, plan.owner)
  const contracts = await deploy(builder, plan, make, companions)
  const accounts = await dump(rpc, contracts, builder)
  for (const { address, code = '0x' } of accounts) {
    const size = (code.length - 2) / 2
    if (size > CODE_SIZE_LIMIT)
      throw new SimError('CONTRACT_TOO_LARGE', { contract: `at ${address}`, size })
  }
  return {
    profile: plan.profile,
    chainId: plan.chainId,
    addresses: addresses(plan),
    accounts,
  }
}

function addresses(plan: Plan): Genesis['addresses'] {
  const { hub, appRegistry, datasetRegistry, workerpoolRegistry, owner, debugWorkerpool } = plan
  return {
    hub,
    appRegistry,
    datasetRegistry,
    workerpoolRegistry,
    debugWorkerpool: debugWorkerpool.address,
    furtherWorkerpools: plan.furtherWorkerpools.map(({ address }) => address),
    owner,
    debugWorkerpoolOwner: debugWorkerpool.owner,
    dataProtector: plan.dataProtector,
    whitelists: plan.whitelists,
    ...(plan.escrow.mode === 'token' && { rlc: plan.escrow.rlc }),
    ...(plan.ens && { ens: ensAddresses(plan.ens) }),
    ...(plan.vouchers && { voucherHub: plan.vouchers.voucherHub }),
  }
}

const ensAddresses = ({ registry, resolver, reverseRegistrar }: EnsPlan) => ({
  registry,
  resolver,
  reverseRegistrar,
})

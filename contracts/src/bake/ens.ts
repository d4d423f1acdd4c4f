import { ensNode, type Hex, splitEnsName } from '@iexec-sim/protocol'
import { id } from 'ethers'
import type { Builder, Compiled } from './builder.ts'

/** Addresses of the ENS contracts. */
export interface EnsPlan {
  readonly registry: Hex
  readonly resolver: Hex
  readonly reverseRegistrar: Hex
  /** Registrar that owns `<label>.iexec.eth` and gives the names below away, by label. */
  readonly registrars: Readonly<Record<'apps' | 'datasets' | 'pools' | 'users', Hex>>
  /**
   * More names of the debug workerpool, as labels below `main.pools.iexec.eth`: those of pools that
   * clients take for given.
   */
  readonly poolNames: readonly string[]
}

/** The compiled contracts of ENS. */
export type EnsContracts = Record<
  'ENSRegistry' | 'PublicResolver' | 'FIFSRegistrar' | 'ReverseRegistrar',
  Compiled
>

/** Accounts and contracts that have a name from the start. */
export interface Named {
  /** Owner of the root and of all names without another owner. */
  readonly owner: Hex
  readonly hub: Hex
  /** Its owner also owns its name, which is `<label>.main.pools.iexec.eth`. */
  readonly debugWorkerpool: { readonly address: Hex; readonly owner: Hex; readonly label: string }
}

/** Puts ENS in place and gives the network's own names out. Returns every address with code. */
export async function deployEns(
  b: Builder,
  plan: EnsPlan,
  contracts: EnsContracts,
  named: Named,
): Promise<Hex[]> {
  const { registry, resolver, reverseRegistrar, registrars } = plan
  await b.etch(registry, contracts.ENSRegistry)
  await b.etch(reverseRegistrar, contracts.ReverseRegistrar, [registry])
  await b.etch(resolver, contracts.PublicResolver, [registry, reverseRegistrar])
  await b.send(reverseRegistrar, contracts.ReverseRegistrar, 'setDefaultResolver', [resolver])

  const give = (name: string, to: Hex) =>
    b.send(registry, contracts.ENSRegistry, 'setSubnodeOwner', [...splitEnsName(name), to])
  await give('reverse', named.owner)
  await give('addr.reverse', reverseRegistrar)
  await give('eth', named.owner)
  await give('iexec.eth', named.owner)
  for (const [label, registrar] of Object.entries(registrars)) {
    await b.etch(registrar, contracts.FIFSRegistrar, [registry, ensNode(`${label}.iexec.eth`)])
    await give(`${label}.iexec.eth`, registrar)
  }
  await b.send(registrars.pools, contracts.FIFSRegistrar, 'register', [id('main'), named.owner])
  await give('v5.iexec.eth', named.owner)

  await nameHub(b, plan, contracts, named)
  await nameDebugWorkerpool(b, plan, contracts, named)
  return [registry, resolver, reverseRegistrar, ...Object.values(registrars)]
}

async function nameHub(
  b: Builder,
  plan: EnsPlan,
  contracts: EnsContracts,
  { owner, hub }: Named,
): Promise<void> {
  const name = 'core.v5.iexec.eth'
  await giveWithAddress(b, plan, contracts, name, { owner, address: hub })
  // The hub has no function to name itself; its owner may do it.
  const args = [hub, hub, plan.resolver, name]
  await b.send(plan.reverseRegistrar, contracts.ReverseRegistrar, 'setNameForAddr', args)
}

async function nameDebugWorkerpool(
  b: Builder,
  plan: EnsPlan,
  contracts: EnsContracts,
  named: Named,
): Promise<void> {
  const { address, owner, label } = named.debugWorkerpool
  const name = `${label}.main.pools.iexec.eth`
  await giveWithAddress(b, plan, contracts, name, { owner, address })
  for (const other of plan.poolNames)
    await giveWithAddress(b, plan, contracts, `${other}.main.pools.iexec.eth`, { owner, address })
  // As if the workerpool named itself, which workerpools of some versions refuse to do.
  const args = [address, address, plan.resolver, name]
  await b.send(plan.reverseRegistrar, contracts.ReverseRegistrar, 'setNameForAddr', args, owner)
}

/** Gives a name to someone, who lets it stand for an address. */
async function giveWithAddress(
  b: Builder,
  { registry, resolver }: EnsPlan,
  contracts: EnsContracts,
  name: string,
  { owner, address }: { owner: Hex; address: Hex },
): Promise<void> {
  await b.send(registry, contracts.ENSRegistry, 'setSubnodeRecord', [
    ...splitEnsName(name),
    owner,
    resolver,
    0,
  ])
  const record = [ensNode(name), address]
  await b.send(resolver, contracts.PublicResolver, 'setAddr(bytes32,address)', record, owner)
}

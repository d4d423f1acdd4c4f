import type { Hex } from '@iexec-sim/protocol'
import type { Builder, Compiled } from './builder.ts'

/** Addresses of the groups that dataset orders admit, by the app whose versions are in them. */
export type WhitelistsPlan = Readonly<Record<'web3mail' | 'web3telegram', Hex>>

/** The compiled contract. */
export type WhitelistContracts = Record<'Whitelist', Compiled>

/** Puts the groups in place, without members. Returns their addresses. */
export async function deployWhitelists(
  builder: Builder,
  plan: WhitelistsPlan,
  { Whitelist }: WhitelistContracts,
  owner: Hex,
): Promise<Hex[]> {
  const addresses = Object.values(plan)
  for (const address of addresses) await builder.etch(address, Whitelist, [owner])
  return addresses
}

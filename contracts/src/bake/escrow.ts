import type { Hex } from '@iexec-sim/protocol'
import { ZeroAddress } from 'ethers'
import type { Builder, Compiled } from './builder.ts'

/** Money of the hub's escrow: the chain's own currency, or a token. */
export type EscrowPlan = { readonly mode: 'native' } | TokenPlan

/** The RLC token, where it stands and who has some from the start. */
interface TokenPlan {
  readonly mode: 'token'
  readonly rlc: Hex
  /** Everything else is the owner's. */
  readonly holders: readonly Hex[]
  /** Balance of each of {@link holders}, nRLC. */
  readonly share: bigint
}

/** The compiled token. */
export type EscrowContracts = Record<'RLC', Compiled>

/** Other parts that an escrow needs. */
export interface Escrow {
  /** Token the hub is configured with. */
  readonly token: Hex
  /** Every address with code. */
  readonly contracts: readonly Hex[]
}

/** Puts the escrow's token in place, if it has one, and gives it out. */
export async function deployEscrow(
  builder: Builder,
  plan: EscrowPlan,
  contracts: EscrowContracts,
): Promise<Escrow> {
  if (plan.mode === 'native') return { token: ZeroAddress as Hex, contracts: [] }
  const { rlc, holders, share } = plan
  await builder.etch(rlc, contracts.RLC)
  for (const holder of holders) await builder.send(rlc, contracts.RLC, 'transfer', [holder, share])
  return { token: rlc, contracts: [rlc] }
}

import { readFileSync } from 'node:fs'
import { SimError } from '@iexec-sim/base'
import type { Hex } from '@iexec-sim/protocol'

/** One account of a genesis state. */
export interface GenesisAccount {
  readonly address: Hex
  /** Runtime bytecode. */
  readonly code?: Hex
  /** Storage slot to value, both 32-byte words; only slots that are not zero. */
  readonly storage: Readonly<Record<Hex, Hex>>
  /** Wei, decimal. @default "0" */
  readonly balance?: string
  /** @default 0 */
  readonly nonce?: number
}

/** Addresses of a profile's contracts. */
export interface GenesisAddresses {
  readonly hub: Hex
  readonly appRegistry: Hex
  readonly datasetRegistry: Hex
  readonly workerpoolRegistry: Hex
  /** The workerpool of the network's own scheduler; its owner is the second development account. */
  readonly debugWorkerpool: Hex
  /** More workerpools of the same owner, which the same scheduler serves. */
  readonly furtherWorkerpools: readonly Hex[]
  /** Owner of the hub and of the registries: the first development account. */
  readonly owner: Hex
  /** Owner of {@link debugWorkerpool}, whose key signs a scheduler's authorisations. */
  readonly debugWorkerpoolOwner: Hex
  /** Contract that creates datasets with a schema. */
  readonly dataProtector: Hex
  /** Groups that dataset orders admit, without members; {@link owner} adds them. */
  readonly whitelists: { readonly web3mail: Hex; readonly web3telegram: Hex }
  /** The RLC token, on chains whose escrow holds it. */
  readonly rlc?: Hex
  /** Contracts that resolve names, on chains that have them. */
  readonly ens?: { readonly registry: Hex; readonly resolver: Hex; readonly reverseRegistrar: Hex }
  /** Contract that issues vouchers, on chains that have them. */
  readonly voucherHub?: Hex
}

/** The contracts of one profile, deployed and configured, ready to be a chain's first state. */
export interface Genesis {
  readonly profile: string
  readonly chainId: number
  readonly addresses: GenesisAddresses
  readonly accounts: readonly GenesisAccount[]
}

/** Profiles whose genesis is baked. */
export type GenesisProfile = 'bellecour' | 'arbitrum-sepolia' | 'arbitrum-mainnet'

/**
 * Protocols whose geneses are baked by the build: the contracts of this package, and the published
 * ones.
 */
export type BakedProtocol = 'builtin' | 'poco@5.5.0' | 'poco@6.1.0'

/**
 * Reads the baked genesis of a profile.
 *
 * @throws SimError `GENESIS_MISSING` when it was never built.
 */
export function loadGenesis(profile: GenesisProfile, protocol: BakedProtocol = 'builtin'): Genesis {
  const file = genesisFile(profile, protocol)
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Genesis
  } catch (cause) {
    throw new SimError('GENESIS_MISSING', { profile, protocol, file: file.pathname }, { cause })
  }
}

/** File that the build writes a genesis to. */
export function genesisFile(profile: GenesisProfile, protocol: BakedProtocol): URL {
  const name = protocol === 'builtin' ? profile : `${profile}-${protocol.replace('@', '-')}`
  return new URL(`../generated/genesis-${name}.json`, import.meta.url)
}

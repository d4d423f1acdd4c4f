import { SimError } from '@iexec-sim/base'
import type { AssetKind, HubClient } from '@iexec-sim/chain/client'
import type { Address } from '@iexec-sim/protocol'
import type { NamedAddress } from './name-book.ts'

/** Names that people give to addresses, in the directory that clients of the chain ask. */
export interface Names {
  /** The directory, for people. */
  readonly directory: 'compass' | 'ENS'
  /**
   * Gives a name to an address, instead of the one it had. Throws `BAD_NAME`, `NAME_TAKEN` and
   * `NAME_NO_ASSET`, and has changed nothing then.
   */
  set(name: string, address: Address): Promise<void>
  /** Every name that was given, in alphabetical order. */
  list(): Promise<NamedAddress[]>
}

/** A part of a name: lower-case letters, digits, and hyphens inside. */
export const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/** Throws `NAME_NO_ASSET` unless an address is an asset of a kind. */
export async function requireAsset(
  chain: HubClient,
  kind: AssetKind,
  address: Address,
): Promise<void> {
  if (!(await chain.isRegistered(kind, address)))
    throw new SimError('NAME_NO_ASSET', { kind, address })
}

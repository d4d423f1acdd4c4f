import { SimError } from '@iexec-sim/base'
import type { JsonFragment } from 'ethers'
import type { HubMake } from '../bake/deploy.ts'
import type { EscrowPlan } from '../bake/escrow.ts'
import type { ArtifactSet } from './artifacts/artifact-set.ts'
import { diamondMake } from './makes/diamond.ts'
import { erc1538Make } from './makes/erc1538.ts'
import { moduleNames } from './makes/modules.ts'
import { ownMake, ownParts } from './makes/own.ts'
import { registriesOf } from './makes/registries.ts'

/**
 * Construction of a hub: of two halves as in this package, or of modules behind one of two kinds of
 * proxy.
 */
export type Kind = 'own' | 'diamond' | 'erc1538'

/**
 * Tells how the hub in a set of artifacts is put together.
 *
 * @throws SimError `PROTOCOL_HALF_BUILT` when there is no hub.
 */
export function kindOf(set: ArtifactSet): Kind {
  if (set.has('Hub')) return 'own'
  if (set.has('Diamond')) return 'diamond'
  if (set.deployable.some(({ name }) => name.endsWith('Delegate') && !name.startsWith('ERC1538')))
    return 'erc1538'
  const reason = 'there is no Hub, no Diamond with facets, and no delegates of an ERC-1538 proxy'
  throw new SimError('PROTOCOL_HALF_BUILT', { folder: set.folder, reason })
}

/** Builder for the hub of a set of artifacts. */
export function makeOf(set: ArtifactSet, mode: EscrowPlan['mode']): HubMake {
  const kind = kindOf(set)
  if (kind === 'diamond') return diamondMake(set)
  if (kind === 'erc1538') return erc1538Make(set)
  const desk = set.get(deskOf(mode))
  const other = { abi: [], bytecode: '0x' } as const // of the other escrow, never put anywhere
  const desks = { NativeHubDesk: other, TokenHubDesk: other, [deskOf(mode)]: desk }
  return ownMake({ Hub: set.get('Hub'), ...desks, ...registriesOf(set) })
}

/** The ABIs of everything the hub of a set consists of. */
export function hubAbis(set: ArtifactSet, mode: EscrowPlan['mode']): (readonly JsonFragment[])[] {
  const suffix = { diamond: 'Facet', erc1538: 'Delegate' } as const
  const kind = kindOf(set)
  const names = kind === 'own' ? ['Hub', deskOf(mode)] : moduleNames(set, suffix[kind], mode)
  const proxies =
    kind === 'diamond' ? ['OwnershipFacet', 'DiamondCutFacet', 'DiamondLoupeFacet'] : []
  return set.deployable
    .filter(({ name }) => [...names, ...proxies].includes(name))
    .map(({ abi }) => abi)
}

const deskOf = (mode: EscrowPlan['mode']) => (mode === 'native' ? ownParts[1] : ownParts[2])

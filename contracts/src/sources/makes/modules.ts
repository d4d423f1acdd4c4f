import type { EscrowPlan } from '../../bake/escrow.ts'
import type { ArtifactSet } from '../artifacts/artifact-set.ts'

/** Library that modules are linked with. */
export const ORDERS_LIBRARY = 'IexecLibOrders_v5'

const escrows = { native: /EscrowNative/, token: /EscrowToken(?!Swap)/ } as const
/** Deals of another kind, parts of other modules, and what makes the proxy itself. */
const others = /Boost|TokenSwap|Common|^ERC1538|^Diamond|^Ownership/

/**
 * Names of the modules of a hub behind a proxy, `Facet`s or `Delegate`s, in the order they are
 * added. Of two escrows only one belongs to it. Later versions of accessors come after earlier
 * ones, whose functions they take over.
 */
export function moduleNames(
  set: ArtifactSet,
  suffix: 'Facet' | 'Delegate',
  mode: EscrowPlan['mode'],
): string[] {
  const other = escrows[mode === 'native' ? 'token' : 'native']
  return set.deployable
    .filter(
      ({ name, source }) =>
        name.endsWith(suffix) && !others.test(name) && !/(^|\/)(test|testing)\//.test(source),
    )
    .map(({ name }) => name)
    .filter((name) => !other.test(name))
    .sort(
      (a, b) =>
        Number(/PocoAccessors/.test(a)) - Number(/PocoAccessors/.test(b)) || (a < b ? -1 : 1),
    )
}

/** Whether a module brings the escrow, which takes plain transfers. */
export const isEscrow = (name: string): boolean => /Escrow(Native|Token)/.test(name)

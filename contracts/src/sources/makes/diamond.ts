import type { Hex } from '@iexec-sim/protocol'
import type { HubMake } from '../../bake/deploy.ts'
import type { ArtifactSet } from '../artifacts/artifact-set.ts'
import { isEscrow, moduleNames, ORDERS_LIBRARY } from './modules.ts'
import { partAddress } from './part-address.ts'
import { registriesOf } from './registries.ts'
import { selectors } from './selectors.ts'

type Cut = readonly [facet: Hex, action: 0, selectors: readonly string[]]

const cutAbi = [
  'function diamondCut((address facet, uint8 action, bytes4[] selectors)[] cuts, address init, bytes data)',
]
const INIT = '0xe1c7392a' // init()
const ZERO = '0x0000000000000000000000000000000000000000'
const ofTheProxy = ['DiamondCutFacet', 'DiamondLoupeFacet', 'OwnershipFacet']

/**
 * A hub that is an ERC-2535 diamond: functions are added by their selectors, the first facet to
 * bring one keeps it.
 */
export function diamondMake(set: ArtifactSet): HubMake {
  return {
    async deployHub(builder, { hub, owner, escrow }) {
      const libraries = { [ORDERS_LIBRARY]: partAddress(ORDERS_LIBRARY) }
      const modules = moduleNames(set, 'Facet', escrow.mode)
      const parts = ['DiamondInit', ...ofTheProxy, ORDERS_LIBRARY, ...modules]
      for (const name of parts) await builder.etch(partAddress(name), set.get(name, libraries))
      const taken = new Set<string>()
      const cut = (name: string): Cut => {
        const wanted = selectors(set.get(name, libraries).abi, isEscrow(name)).filter(
          (selector) => !taken.has(selector),
        )
        for (const selector of wanted) taken.add(selector)
        return [partAddress(name), 0, wanted]
      }
      const init = [owner, partAddress('DiamondInit'), INIT]
      await builder.etch(hub, set.get('Diamond', libraries), [ofTheProxy.map(cut), init])
      for (const name of modules) {
        const added = cut(name)
        if (added[2].length > 0)
          await builder.send(hub, { abi: cutAbi }, 'diamondCut', [[added], ZERO, '0x'])
      }
      return parts.map(partAddress)
    },
    registries: registriesOf(set),
  }
}

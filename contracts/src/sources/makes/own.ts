import type { Compiled } from '../../bake/builder.ts'
import type { HubMake } from '../../bake/deploy.ts'
import { selectors } from './selectors.ts'

/** Names of the contracts a hub as it is made here consists of. */
export const ownParts = ['Hub', 'NativeHubDesk', 'TokenHubDesk'] as const

/** A hub as it is made here: two halves, of which the second depends on the escrow. */
export function ownMake(
  contracts: Record<(typeof ownParts)[number], Compiled> & HubMake['registries'],
): HubMake {
  return {
    async deployHub(builder, { hub, hubDesk, escrow, ignoreTeeFramework }) {
      const desk = escrow.mode === 'native' ? contracts.NativeHubDesk : contracts.TokenHubDesk
      await builder.etch(hubDesk, desk, [ignoreTeeFramework])
      const functions = [selectors(contracts.Hub.abi, false), selectors(desk.abi, true)]
      await builder.etch(hub, contracts.Hub, [hubDesk, ignoreTeeFramework, ...functions])
      return [hubDesk]
    },
    registries: contracts,
    registryArguments: ({ ens }) => [ens !== undefined],
  }
}

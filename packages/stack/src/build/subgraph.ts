import type { HubClient } from '@iexec-sim/chain/client'
import type { Genesis } from '@iexec-sim/contracts'
import type { Door } from '@iexec-sim/door'
import type { Address } from '@iexec-sim/protocol'
import type { SnapshotPart } from '@iexec-sim/snapshot'
import { GatewayClient } from '@iexec-sim/storage/client'
import { Subgraphs } from '@iexec-sim/subgraph'
import { type Building, open } from './building.ts'

/** The subgraphs behind their door. */
export interface SubgraphSide {
  /** Door of all of them. */
  door: Door
  /** The subgraph of the protocol. */
  poco: Subgraphs['poco']
  /** Their part of snapshots: they keep nothing that is not the chain's. */
  part: SnapshotPart
}

/** Opens the door of the subgraphs; their indices are filled when they are asked. */
export async function buildSubgraph(
  building: Building,
  chain: HubClient,
  { addresses }: Genesis,
  gatewayUrl: string,
): Promise<SubgraphSide> {
  const { voucherHub } = building.config.profile
  const subgraphs = new Subgraphs({
    chain,
    content: new GatewayClient(gatewayUrl),
    dataProtector: addresses.dataProtector as Address,
    ...(voucherHub
      ? { vouchers: { voucherHub, genesisAssets: [addresses.debugWorkerpool as Address] } }
      : {}),
    ...(building.config.stateDir === undefined ? {} : { dir: () => building.dir('subgraph')! }),
    log: building.log.child({ service: 'subgraph' }),
  })
  building.closing.defer(() => subgraphs.close())
  return {
    door: await open(building, 'subgraph', subgraphs.plugin),
    poco: subgraphs.poco,
    part: {
      name: 'subgraph',
      pause: () => subgraphs.pause(),
      resume: () => subgraphs.resume(),
    },
  }
}

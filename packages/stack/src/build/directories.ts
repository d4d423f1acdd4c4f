import type { HubClient } from '@iexec-sim/chain/client'
import type { Genesis } from '@iexec-sim/contracts'
import { compassPlugin, VoucherSubgraph } from '@iexec-sim/directories'
import type { Door } from '@iexec-sim/door'
import type { Address } from '@iexec-sim/protocol'
import { type Building, open } from './building.ts'

/**
 * Lookup services for clients: compass on chains without names, the voucher subgraph where there
 * are vouchers.
 */
export interface Directories {
  /** Door of compass, on chains without names. */
  compass?: Door
  /** Door of the voucher subgraph, on chains with vouchers. */
  voucherSubgraph?: Door
}

/** Starts the directories the profile has. */
export async function buildDirectories(
  building: Building,
  hub: HubClient,
  { addresses }: Genesis,
  poolUrl: string,
): Promise<Directories> {
  const { profile } = building.config
  const { debugWorkerpool } = addresses
  const directories: Directories = {}
  if (profile.ports.compass !== undefined) {
    const entry = {
      chainId: profile.chainId,
      workerpool: debugWorkerpool as Address,
      apiUrl: poolUrl,
    }
    directories.compass = await open(building, 'compass', compassPlugin([entry]))
  }
  if (profile.voucherHub) {
    const subgraph = new VoucherSubgraph({
      chain: hub,
      voucherHub: profile.voucherHub,
      genesisAssets: [debugWorkerpool as Address],
      log: building.log.child({ service: 'voucher-subgraph' }),
    })
    directories.voucherSubgraph = await open(building, 'voucher-subgraph', subgraph.plugin)
  }
  return directories
}

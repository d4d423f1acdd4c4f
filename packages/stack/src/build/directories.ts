import type { Genesis } from '@iexec-sim/contracts'
import { compassPlugin } from '@iexec-sim/directories'
import type { Door } from '@iexec-sim/door'
import type { Address } from '@iexec-sim/protocol'
import { type Building, open } from './building.ts'

/** Lookup services for clients: compass on chains without names. */
export interface Directories {
  /** Door of compass, on chains without names. */
  compass?: Door
}

/** Starts the directories the profile has. */
export async function buildDirectories(
  building: Building,
  { addresses }: Genesis,
  poolUrl: string,
): Promise<Directories> {
  const { profile } = building.config
  if (profile.ports.compass === undefined) return {}
  const { debugWorkerpool, furtherWorkerpools } = addresses
  const entries = [debugWorkerpool, ...furtherWorkerpools].map((workerpool) => ({
    chainId: profile.chainId,
    workerpool: workerpool as Address,
    apiUrl: poolUrl,
  }))
  return { compass: await open(building, 'compass', compassPlugin(entries)) }
}

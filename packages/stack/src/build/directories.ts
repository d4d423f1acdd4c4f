import { CompassNames, compassPlugin, EnsNames, NameBook, type Names } from '@iexec-sim/directories'
import type { Door } from '@iexec-sim/door'
import { type Address, walletOf } from '@iexec-sim/protocol'
import type { SnapshotPart } from '@iexec-sim/snapshot'
import { type Building, open } from './building.ts'
import type { ChainSide } from './chain.ts'

/** Development account that owns `iexec.eth`. */
const OWNER = 0

/** Lookup services for clients. */
export interface Directories {
  /** Door of compass, on chains without ENS. */
  compass?: Door
  /** Names that people give: in ENS on chains that have it, else in compass. */
  names: Names
  /** The part of snapshots that holds the names. */
  part: SnapshotPart
}

/** Starts the directories the profile has. */
export async function buildDirectories(
  building: Building,
  { chain, hub, genesis }: ChainSide,
  poolUrl: string,
): Promise<Directories> {
  const { ens, chainId, ports } = building.config.profile
  const { debugWorkerpool, furtherWorkerpools } = genesis.addresses
  const book = new NameBook(building.home.path)
  const compass = compassPlugin({
    chainId,
    workerpools: [debugWorkerpool, ...furtherWorkerpools] as Address[],
    apiUrl: poolUrl,
    appOf: (name) => book.get(name),
  })
  const owner = walletOf(chain.accounts[OWNER]!.privateKey)
  return {
    ...(ports.compass === undefined ? {} : { compass: await open(building, 'compass', compass) }),
    names: ens ? new EnsNames({ chain: hub, ens, owner, book }) : new CompassNames(hub, book),
    part: {
      name: 'names',
      save: (dir) => book.save(dir),
      restore: (dir) => book.restore(dir),
    },
  }
}

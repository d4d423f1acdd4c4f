import { join } from 'node:path'
import { Chain, type ChainDoor, type DevelopmentAccount, listen } from '@iexec-sim/chain'
import { HubClient } from '@iexec-sim/chain/client'
import { type Genesis, loadGenesis } from '@iexec-sim/contracts'
import type { Engine } from '@iexec-sim/docker'
import { profiles } from '@iexec-sim/protocol'
import { authoritiesIn, type LazyAuthorities } from '@iexec-sim/tee'
import type { NetworkConfig } from '../config.ts'
import { type DealOf, engineFaults } from '../faults/strikes.ts'
import { type Building, closeWith, doorOptions } from './building.ts'
import { buildEngine } from './engine.ts'

/** Development accounts before those of the workers: the requester's and the pool owner's. */
const FIRST_WORKER = 2

/** The chain and the other parts that every service depends on. */
export interface ChainSide {
  /** The chain itself. */
  chain: Chain
  /** Its JSON-RPC door. */
  door: ChainDoor
  /** Client of the hub. */
  hub: HubClient
  /** Accounts and contracts of the first block. */
  genesis: Genesis
  /** The Docker engine. */
  engine: Engine
  /** Certificate authorities of the network. */
  authorities: LazyAuthorities
  /** Accounts of the debug pool's workers. */
  workers: readonly DevelopmentAccount[]
  /**
   * Has every change of the chain noted from now on, so that a folder with an older part is
   * recognised.
   */
  beginMoment(): void
  /**
   * Resolves with the first write of a client, or when the moment begins on a chain that had writes
   * before.
   */
  used: Promise<void>
  /** Begins the end; see `buildEngine`. */
  beginClosing(): void
}

/**
 * Starts the chain and opens its door, while the engine is asked and the certificate authorities
 * are read.
 */
export async function buildChain(building: Building): Promise<ChainSide> {
  const { config, home, moment, closing, faults, log } = building
  const { profile, onProgress = () => {} } = config
  onProgress('looking for the Docker engine')
  const { engine, ready, beginClosing } = buildEngine(
    building,
    engineFaults(faults, (task) => dealOf(task)),
  )
  const loading = authoritiesIn(home.privateDir('authorities'))
  // Both are awaited below; until then a failure of theirs must not end the process before the
  // first one is told.
  ready.catch(() => {})
  loading.catch(() => {})

  onProgress('starting the chain')
  const genesis = await genesisFor(config, home.path)
  const used = Promise.withResolvers<void>()
  let isReady = false
  const chain = await Chain.start({
    profile,
    genesis,
    clock: building.clock,
    log,
    dir: home.dir('chain'),
    faults,
    onWritten: (position) => {
      moment?.note(position)
      building.changes.ring('block')
      if (isReady) used.resolve()
    },
    onReplay: (done, total) => onProgress('replaying the chain', { done, total }),
  })
  const hadWrites = chain.position > 0
  closing.defer(async () => {
    await chain.close()
    moment?.close()
  })
  await ready
  const authorities = await loading
  if (config.tls)
    building.tls = await (await authorities()).clients.issue(['localhost', '127.0.0.1'])
  const hub = new HubClient({ rpc: chain, hub: profile.hub })
  const dealOf: DealOf = async (task) => (await hub.viewTask(task))?.dealId
  return {
    chain,
    door: await openChain(building, chain),
    hub,
    genesis,
    engine,
    authorities,
    workers: chain.accounts.slice(FIRST_WORKER, FIRST_WORKER + config.workers),
    beginMoment: () => {
      moment?.begin(chain.position)
      isReady = true
      if (hadWrites) used.resolve()
    },
    used: used.promise,
    beginClosing,
  }
}

/**
 * The first state of the chain. Ours is read; that of another protocol or chain id may have to be
 * deployed once, and is kept.
 */
async function genesisFor(
  { profile, protocol = 'builtin' }: NetworkConfig,
  dir: string,
): Promise<Genesis> {
  const { chainId } = profile
  if (protocol === 'builtin' && chainId === profiles[profile.name].chainId)
    return loadGenesis(profile.name)
  const { genesisOf } = await import('@iexec-sim/contracts/sources')
  return genesisOf(profile.name, protocol, { cacheDir: join(dir, 'protocol'), chainId })
}

async function openChain(building: Building, chain: Chain): Promise<ChainDoor> {
  const door = await listen(chain, {
    ...doorOptions(building, 'chain'),
    rpcGasCap: building.config.rpcGasCap,
  })
  await closeWith(building, door)
  return door
}

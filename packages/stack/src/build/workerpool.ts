import type { Chain } from '@iexec-sim/chain'
import { EventFeed, type HubClient, interfaces } from '@iexec-sim/chain/client'
import type { Door } from '@iexec-sim/door'
import {
  type Address,
  type DealId,
  RESERVED_SECRETS,
  type TaskId,
  type TeeFramework,
  walletOf,
} from '@iexec-sim/protocol'
import { SmsClient } from '@iexec-sim/sms/client'
import type { SnapshotPart } from '@iexec-sim/snapshot'
import { ResultProxyClient } from '@iexec-sim/storage/client'
import { OrderKeeper, type Stranger, Workerpool } from '@iexec-sim/workerpool'
import type { TaskBook } from '@iexec-sim/workerpool/client'
import { moveNetworkTime } from '../control/network-time.ts'
import { ChainSteps } from '../timeline/chain-steps.ts'
import { announcePool } from './announce-pool.ts'
import { type Building, clockOf, open } from './building.ts'
import { marketOffers } from './offers.ts'

/**
 * Largest report of a worker, bytes: two logs of 100,000 characters, each of which may take six
 * bytes in JSON.
 */
const LARGEST_REPORT = 4 * 1024 ** 2
/** Development account that owns the debug pool. */
const OWNER = 1

/** Dependencies of the pool. */
export interface PoolWiring {
  /** The chain itself. */
  chain: Chain
  /** Client of the hub. */
  hub: HubClient
  /** URL of the SMS of each framework. */
  sms: Partial<Record<TeeFramework, string>>
  /** URL of the result proxy. */
  resultProxyUrl: string
  /** Wallets of the pool's workers. */
  workers: readonly Address[]
  /** URL of the order book. */
  marketUrl: string
}

/** A pool behind its door. */
export interface PoolSide {
  /** Door of the scheduler. */
  door: Door
  /** Its part of snapshots. */
  part: SnapshotPart
  /** The tasks it knows. */
  tasks: TaskBook
  /**
   * Resolves when every category the chain has by now has its offers there; rejects with
   * `OFFERS_UNPUBLISHED`.
   */
  offersCovered(): Promise<void>
}

/**
 * Starts the debug pool: its scheduler, its door and the feed of its deals, and of those of the
 * other workerpools of its owner.
 */
export async function buildWorkerpool(building: Building, wiring: PoolWiring): Promise<PoolSide> {
  const { config, log, closing } = building
  const { chain, hub, sms, resultProxyUrl, workers, marketUrl } = wiring
  const { profile } = config
  const { misbehaviours } = building
  const owner = walletOf(chain.accounts[OWNER]!.privateKey)
  const { debugWorkerpool, furtherWorkerpools } = chain.addresses
  const address = debugWorkerpool as Address
  const workerpools = [address, ...furtherWorkerpools] as Address[]
  const dir = building.dir('workerpool')
  const pool = new Workerpool({
    workerpool: address,
    hub: profile.hub,
    chainId: profile.chainId,
    generation: profile.generation,
    version: profile.versions.core,
    owner,
    chain: hub,
    writer: hub.as(owner),
    sms,
    results: new ResultProxyClient(resultProxyUrl),
    resultProxyUrl,
    workers,
    misbehaviour: (taskId, dealId) => misbehaviours.of('scheduler', taskId, dealId),
    stranger: strangerTo(chain, workers, hub),
    controlToken: building.home.controlToken,
    draw: building.draws.draw,
    rank: building.draws.rank,
    clock: clockOf(building, 'workerpool'),
    ...(config.fastFail
      ? { skipTo: (ms: number) => moveNetworkTime(chain, building.clock, { setMs: ms }) }
      : {}),
    log: log.child({ service: 'workerpool' }),
    recorder: building.timeline,
    onChange: (taskId) => {
      building.changes.ring('task', taskId)
      building.changes.ring('workers')
    },
    ...(dir === undefined ? {} : { dir }),
  })
  closing.defer(() => pool.close())
  const door = await open(building, 'workerpool', pool.plugin, { bodyLimit: LARGEST_REPORT })
  const announce = async () => {
    await announcePool(hub, owner, profile, door.tlsUrl ?? door.url)
    await Promise.all(
      Object.values(sms).map((url) =>
        new SmsClient(url!).putNamedSecret(owner, RESERVED_SECRETS.resultProxyUrl, resultProxyUrl),
      ),
    )
  }
  await announce()
  const offers = new OrderKeeper({
    workerpools,
    domain: { chainId: profile.chainId, hub: profile.hub },
    owner,
    book: marketOffers(marketUrl, profile.chainId, owner),
    chain: hub,
    frameworks: profile.teeFrameworks,
    workers: workers.length,
    draw: building.draws.draw,
    log: log.child({ service: 'workerpool' }),
  })
  const chainSteps = new ChainSteps(hub, building.timeline, workerpools)
  pool.start(door.url)
  const follow = () =>
    followHub(pool, offers, chainSteps, hub, workerpools, (error) =>
      log.error({ reason: error.message }, 'deals could not be read'),
    )
  let feed = await follow()
  closing.defer(() => feed.close())
  closing.defer(() => offers.close())
  const part: SnapshotPart = {
    name: 'workerpool',
    pause: async () => {
      await feed.close()
      await pool.pause()
    },
    save: (dir) => pool.save(dir),
    restore: (dir) => pool.restore(dir),
    resume: async ({ isForeign }) => {
      if (isForeign) await announce()
      pool.resume()
      feed = await follow()
      void offers.check()
    },
  }
  return { door, tasks: pool.tasks, offersCovered: () => offers.covered(), part }
}

/**
 * The last development account that is neither a worker nor the owner, for a scheduler that
 * authorises a foreign worker.
 */
function strangerTo({ accounts }: Chain, workers: readonly Address[], hub: HubClient): Stranger {
  const { address, privateKey } = accounts.findLast(
    (account, i) => i !== OWNER && !workers.includes(account.address),
  )!
  return { address, writer: hub.as(walletOf(privateKey)) }
}

/** Names of the hub's events that a pool acts on. */
const POOL_EVENTS = [
  'SchedulerNotice',
  'CreateCategory',
  'TaskInitialize',
  'TaskContribute',
  'TaskConsensus',
  'TaskReveal',
  'TaskReopen',
  'TaskFinalize',
  'TaskClaimed',
]

function followHub(
  pool: Workerpool,
  offers: OrderKeeper,
  chainSteps: ChainSteps,
  hub: HubClient,
  workerpools: readonly Address[],
  onError: (error: Error) => void,
): Promise<EventFeed> {
  return EventFeed.start({
    rpc: hub.rpc,
    sources: [{ address: hub.hub, abi: interfaces.hub(), events: POOL_EVENTS }],
    // A chain that is taken back further than this process has read is read from its first block:
    // deals that are known stay as they are.
    fromBlock: 0,
    startBlock: pool.block + 1,
    onError,
    onBatch: async ({ toBlock, events }) => {
      void chainSteps.record(events)
      const deals = events
        .filter(
          ({ event }) =>
            event.name === 'SchedulerNotice' && workerpools.includes(event.args.workerpool),
        )
        .map(({ event }) => event.args.dealid as DealId)
      const tasks = events
        .filter(({ event }) => event.name.startsWith('Task'))
        .map(({ event }) => event.args.taskid as TaskId)
      await pool.onBlocks(toBlock, deals, tasks)
      // A matched offer must be renewed, and a new category needs its first ones.
      if (deals.length > 0 || events.some(({ event }) => event.name === 'CreateCategory'))
        void offers.check()
    },
  })
}

import { allEnded } from '@iexec-sim/base'
import { programBundles } from '@iexec-sim/worker'
import { sessionFaults } from '../faults/strikes.ts'
import { CanaryWatch } from '../timeline/canary-watch.ts'
import type { Building } from './building.ts'
import type { ChainSide } from './chain.ts'
import { buildDirectories, type Directories } from './directories.ts'
import { buildMarket, type MarketSide } from './market.ts'
import { buildSms, type SmsSide } from './sms.ts'
import { buildStorage, type StorageSide } from './storage.ts'
import { buildSubgraph, type SubgraphSide } from './subgraph.ts'
import { buildTee, type TeeSide } from './tee.ts'
import { buildWorkerpool, type PoolSide } from './workerpool.ts'

/** The services of a network, each behind its doors. */
export interface Services {
  /** IPFS, the result proxy and the stand-in for Dropbox. */
  storage: StorageSide
  /** The TEE frameworks. */
  sides: readonly TeeSide[]
  /** One SMS per framework. */
  sms: readonly SmsSide[]
  /** The order book. */
  market: MarketSide
  /** The debug pool. */
  pool: PoolSide
  /** Views of the chain over GraphQL. */
  subgraph: SubgraphSide
  /** Lookup services for clients. */
  directories: Directories
  /** Looks for canaries in what tasks leave behind. */
  canaries: CanaryWatch
  /** Code of the enclave programs. */
  bundles: ReturnType<typeof programBundles>
}

/** Starts the services in the order in which they need one another. */
export async function buildServices(building: Building, chain: ChainSide): Promise<Services> {
  const { profile } = building.config
  const { hub, engine, authorities, genesis } = chain
  const workers = chain.workers.map(({ address }) => address)
  const bundles = programBundles(building.dir('programs')!)
  const storage = await buildStorage(building, hub)
  const sides = await allEnded(
    profile.teeFrameworks.map((framework) => buildTee(building, framework, engine, authorities)),
  )
  const review = sessionFaults(building.faults, workers)
  const sms = await allEnded(
    sides.map((side) => buildSms(building, side, hub, bundles, storage.gateway.url, review)),
  )
  const canaries = new CanaryWatch({
    timeline: building.timeline,
    sms: new Map(sms.map((side) => [side.framework, side.sms])),
    hub,
    log: building.log,
  })
  const market = await buildMarket(building, hub)
  const pool = await buildWorkerpool(building, {
    chain: chain.chain,
    hub,
    sms: Object.fromEntries(sms.map(({ framework, door }) => [framework, door.url])),
    resultProxyUrl: storage.resultProxy.url,
    workers,
    marketUrl: market.door.url,
  })
  const subgraph = await buildSubgraph(building, hub, genesis, storage.gateway.url)
  const poolUrl = pool.door.tlsUrl ?? pool.door.url
  const directories = await buildDirectories(building, chain, poolUrl)
  return { storage, sides, sms, market, pool, subgraph, directories, canaries, bundles }
}

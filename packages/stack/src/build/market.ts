import type { HubClient } from '@iexec-sim/chain/client'
import type { Door } from '@iexec-sim/door'
import { isSocketPath, Market, marketErrorBody } from '@iexec-sim/market'
import type { SnapshotPart } from '@iexec-sim/snapshot'
import { type Building, clockOf, open } from './building.ts'

/** The order book behind its door. */
export interface MarketSide {
  /** Door of the order book. */
  door: Door
  /** Returns every open order of a kind. */
  openOrders: Market['openOrders']
  /** Its part of snapshots. */
  part: SnapshotPart
}

/** Starts the order book; it has caught up with the chain when its door opens. */
export async function buildMarket(building: Building, chain: HubClient): Promise<MarketSide> {
  const { config, log, closing } = building
  const dir = building.dir('market')
  const market = new Market({
    chainId: config.profile.chainId,
    chain,
    clock: clockOf(building, 'market'),
    log: log.child({ service: 'market' }),
    allowedHosts: config.allowedHosts,
    allowedOrigins: config.allowedOrigins,
    ...(config.marketRateLimit === undefined
      ? {}
      : { rateLimit: { max: config.marketRateLimit, windowMs: 60_000 } }),
    ...(dir === undefined ? {} : { dir }),
  })
  closing.defer(() => market.close())
  await market.start()
  const part: SnapshotPart = {
    name: 'market',
    pause: () => market.pause(),
    save: (dir) => market.save(dir),
    restore: (dir) => market.restore(dir),
    resume: () => market.resume(),
  }
  const door = await open(building, 'market', market.plugin, {
    errorBody: marketErrorBody,
    webSockets: isSocketPath,
  })
  return { door, openOrders: (name) => market.openOrders(name), part }
}

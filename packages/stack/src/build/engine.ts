import { LiveNetworks } from '@iexec-sim/client/owner'
import { connectEngine, type Engine, type EngineOptions } from '@iexec-sim/docker'
import type { Building } from './building.ts'

/** Milliseconds all of a network's last calls to the engine may take. */
const CLOSING_MS = 12_000

/** The engine of a network that is put together. */
export interface NetworkEngine {
  /** The Docker engine. */
  engine: Engine
  /** Resolves when the engine has answered; what dead networks left in it is being removed then. */
  ready: Promise<unknown>
  /** Begins the end: the engine has some seconds for all that is still asked of it. */
  beginClosing(): void
}

/**
 * Connects to the engine under the network's own mark, and removes from it what dead networks left.
 * The network is marked before it looks for the dead, so that it is taken for one by no other; its
 * mark stays when something of it could not be removed, so that a later start finds it. What other
 * networks left never fails a start.
 */
export function buildEngine(building: Building, trouble: EngineOptions['trouble']): NetworkEngine {
  const { id, config, closing } = building
  const log = building.log.child({ service: 'engine' })
  const engine = connectEngine({
    network: id,
    log,
    ...(config.docker ? { docker: config.docker } : {}),
    harden: config.harden,
    trouble,
  })
  const lives = new LiveNetworks()
  const takeMarkBack = lives.enter(id)
  closing.defer(async () => {
    await engine.closeNetwork()
    takeMarkBack()
  })
  const sweep = () =>
    engine
      // Leftovers of this very network go as well: its folder is locked, so no other process holds
      // it.
      .sweep((network) => network !== id && !lives.isDead(network))
      .catch((error: Error) =>
        log.warn({ reason: error.message }, 'what dead networks left could not all be removed'),
      )
  return {
    engine,
    ready: engine.ping().then(sweep),
    beginClosing: () => engine.endWithin(CLOSING_MS),
  }
}

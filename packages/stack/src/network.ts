import { fileFailure } from '@iexec-sim/base'
import { type AddressSheet, VERSION } from '@iexec-sim/client'
import { makeDriver } from '@iexec-sim/client/requester'
import type { FaultBook, MisbehaviourBook } from '@iexec-sim/faults'
import type { SnapshotPart } from '@iexec-sim/snapshot'
import { inspectImage, MeasurementCache } from '@iexec-sim/tee'
import type { LiveLogs, TimelineBook } from '@iexec-sim/timeline'
import { type Building, open } from './build/building.ts'
import { buildChain, type ChainSide } from './build/chain.ts'
import { buildExplorer } from './build/explorer.ts'
import { layGround } from './build/ground.ts'
import { buildServices, type Services } from './build/services.ts'
import { addressSheet } from './build/sheet.ts'
import { Slots } from './build/slots.ts'
import { buildWorkers } from './build/workers.ts'
import { closeWithin } from './close-within.ts'
import type { NetworkConfig } from './config.ts'
import { controlPlugin, type TimeOrder } from './control/control.ts'
import { moveNetworkTime } from './control/network-time.ts'
import { otlpTarget } from './otlp/otlp-target.ts'
import { Snapshots } from './snapshots/snapshots.ts'
import { maskOfTask } from './timeline/mask-of-task.ts'
import { timelinePart } from './timeline/timeline-part.ts'

/** Time that a network leaves to the first calls of its client, in ms. */
const LATE_WORK_MS = 150

/** A running network. */
export interface Network {
  /** Addresses of its services. */
  sheet: AddressSheet
  /** Bearer token of the control door. */
  controlToken: string
  /** Its state folder, or the scratch folder of a network in memory. */
  dir: string
  /** The misbehaviours in force. */
  misbehaviours: MisbehaviourBook
  /** The faults in force. */
  faults: FaultBook
  /**
   * Resolves when the debug pool's first offers stand in the order book, a moment after the network
   * is ready and sooner for who asks; rejects with `OFFERS_UNPUBLISHED`.
   */
  offersOpen(): Promise<void>
  /** What happened to tasks and secrets. */
  timeline: TimelineBook
  /** What apps print while they run. */
  liveLogs: LiveLogs
  /** Snapshots of all of it. */
  snapshots: Snapshots
  /**
   * Moves, freezes or resumes its clock and returns its time. Throws `TIME_BACKWARDS` and
   * `TIME_TOO_LATE`.
   */
  time(order: TimeOrder): Promise<{ now: string; frozen: boolean }>
  /** Resolves when a client of the control door asks it to stop. */
  stopRequested: Promise<void>
  /**
   * Stops everything in turn: no container, port or lock is left behind. Throws `CLOSE_TIMEOUT`
   * when that does not end.
   */
  close(): Promise<void>
}

/** Starts a network and resolves when all its services are ready. */
export async function startNetwork(config: NetworkConfig): Promise<Network> {
  const startedAt = performance.now()
  const closing = new AsyncDisposableStack()
  try {
    return await build(config, closing, startedAt)
  } catch (error) {
    await closeWithin(closing).catch(() => {})
    throw fileFailure(error, config.stateDir)
  }
}

async function build(
  config: NetworkConfig,
  closing: AsyncDisposableStack,
  startedAt: number,
): Promise<Network> {
  const building = layGround(config, closing)
  await startTraces(building)
  const chain = await buildChain(building)
  config.onProgress?.('starting the services')
  const services = await buildServices(building, chain)
  const workers = await startWorkers(building, chain, services)
  const snapshots = await openSnapshots(building, chain, partsOf(building, services, workers))
  return serve(building, chain, services, snapshots, startedAt)
}

/** Exports traces when they are asked for; the libraries are loaded then. */
async function startTraces({ config, timeline, log, closing }: Building): Promise<void> {
  const target = otlpTarget(config.otlp, process.env)
  if (!target) return
  const { exportTraces } = await import('./otlp/export-traces.ts')
  const serviceName = process.env.OTEL_SERVICE_NAME
  closing.defer(exportTraces({ target, timeline, version: VERSION, serviceName, log }))
}

/** Opens a slot for each worker and starts the workers. */
function startWorkers(
  building: Building,
  chain: ChainSide,
  services: Services,
): Promise<SnapshotPart> {
  const { url: gatewayUrl } = services.storage.gateway
  const slots = new Slots(building, chain.engine, chain.authorities, gatewayUrl)
  building.closing.defer(() => slots.close())
  return buildWorkers(building, {
    accounts: chain.workers,
    hub: chain.hub,
    engine: chain.engine,
    sides: services.sides,
    slots,
    used: chain.used,
    poolUrl: services.pool.door.url,
    gatewayUrl,
    resultProxyUrl: services.storage.resultProxy.url,
    dropboxUrl: services.storage.dropbox.url,
    bundles: services.bundles,
    canaries: services.canaries,
  })
}

/**
 * Everything a snapshot takes in besides the chain, in the order in which it is restored and goes
 * on.
 */
function partsOf(
  { draws, misbehaviours, faults, calls, timeline, liveLogs }: Building,
  services: Services,
  workers: SnapshotPart,
) {
  return [
    services.storage.part,
    ...services.sms.map(({ part }) => part),
    services.market.part,
    services.pool.part,
    services.subgraph.part,
    services.directories.part,
    workers,
    {
      name: 'draws',
      save: (dir: string) => draws.save(dir),
      restore: (dir: string) => draws.restore(dir),
    },
    timelinePart(timeline, liveLogs),
    { name: 'misbehaviours', restore: () => misbehaviours.clear() },
    { name: 'faults', restore: () => faults.reset() },
    { name: 'stand-ins', restore: () => calls.clear() },
  ] satisfies SnapshotPart[]
}

/** Opens the snapshots and ends a restore that was interrupted. */
async function openSnapshots(
  { home, log, changes }: Building,
  { chain }: ChainSide,
  parts: SnapshotPart[],
): Promise<Snapshots> {
  const dir = home.privateDir('snapshots')
  const snapshots = new Snapshots({
    dir,
    chain,
    parts,
    network: home.id,
    base: chain.base,
    version: VERSION,
    onChange: () => changes.ring('snapshots'),
  })
  const unfinished = await snapshots.finishInterrupted()
  if (unfinished)
    log.error({ reason: unfinished.message }, 'a restore that was interrupted cannot be finished')
  return snapshots
}

/** Opens the control door, writes the address sheet and lets faults strike. */
async function serve(
  building: Building,
  chain: ChainSide,
  services: Services,
  snapshots: Snapshots,
  startedAt: number,
): Promise<Network> {
  const { config, home, draws, misbehaviours, faults, calls, changes, log, closing } = building
  const sinceStart = () => Math.round(performance.now() - startedAt)
  const time = async (order: TimeOrder) => {
    const moved = await moveNetworkTime(chain.chain, building.clock, order)
    changes.ring('clock')
    return moved
  }
  const stop = Promise.withResolvers<void>()
  const control = await open(
    building,
    'control',
    controlPlugin(home.controlToken, snapshots, {
      stop: () => stop.resolve(),
      draw: draws.draw,
      misbehaviours,
      faults,
      standIns: config.standIns,
      calls,
      timeline: building.timeline,
      liveLogs: building.liveLogs,
      sessions: building.sessions,
      canaries: services.canaries,
      names: services.directories.names,
      offersOpen: services.pool.offersCovered,
      time,
      status: async () => ({
        sheet,
        block: await chain.hub.blockNumber(),
        misbehaviours: misbehaviours.list(),
        faults: faults.list(),
        unexpected: building.unexpected.count,
        uptimeMs: sinceStart(),
      }),
    }),
  )
  const explorer = await buildExplorer(building, chain, {
    snapshots,
    time,
    tasks: services.pool.tasks,
    poco: services.subgraph.poco,
    openOrders: services.market.openOrders,
    markCanary: (secret, isCanary) => services.canaries.mark(secret, isCanary),
    maskOf: (taskId) => maskOfTask(building.timeline, services.sms, taskId),
    imageId: async (image) => (await chain.engine.requireImage(image)).id,
    inspect: (image, framework) =>
      inspectImage(
        chain.engine,
        makeDriver(framework, new MeasurementCache(building.dir('measurements'))),
        image,
      ),
    startedAt: Date.now() - sinceStart(),
    sheet: () => sheet,
  })
  const sheet = await addressSheet(building, chain, services, { control, explorer }, sinceStart())
  chain.beginMoment()
  if (config.officialApps) {
    const { deployOfficialApps } = await import('./official-apps/deploy-official-apps.ts')
    sheet.officialApps = await deployOfficialApps(building, chain, services)
    sheet.readyMs = sinceStart()
  }
  faults.arm()
  home.writeSheet(sheet)
  log.info({ readyMs: sheet.readyMs }, 'network ready')
  startLateWork(services, closing)
  return {
    sheet,
    controlToken: home.controlToken,
    dir: home.path,
    misbehaviours,
    faults,
    offersOpen: services.pool.offersCovered,
    timeline: building.timeline,
    liveLogs: building.liveLogs,
    snapshots,
    time,
    stopRequested: stop.promise,
    close: () => {
      chain.beginClosing()
      return closeWithin(closing)
    },
  }
}

/**
 * Signs the first offers and opens the store of content. That takes the process a sixth of a second,
 * in which the first calls of a client would wait, so they go first.
 */
function startLateWork({ pool, storage }: Services, closing: AsyncDisposableStack): void {
  const timer = setTimeout(() => {
    pool.offersCovered().catch(() => {}) // logged; few wait for it
    void storage.storage.warmUp()
  }, LATE_WORK_MS)
  closing.defer(() => clearTimeout(timer))
}

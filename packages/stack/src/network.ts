import { join } from 'node:path'
import { Chain, type ChainDoor, createClock, listen } from '@iexec-sim/chain'
import { HubClient } from '@iexec-sim/chain/client'
import { type Genesis, loadGenesis } from '@iexec-sim/contracts'
import { createLog } from '@iexec-sim/door'
import { type Address, fileFailure, profiles } from '@iexec-sim/protocol'
import { writePrivateFile } from '@iexec-sim/snapshot'
import { loadAuthorities } from '@iexec-sim/tee'
import { programBundles } from '@iexec-sim/worker'
import type { AddressSheet } from './address-sheet.ts'
import { buildDirectories } from './build-directories.ts'
import { buildEngine } from './build-engine.ts'
import { buildMarket } from './build-market.ts'
import { Slots } from './build-slots.ts'
import { buildSms } from './build-sms.ts'
import { buildStorage } from './build-storage.ts'
import { buildTee } from './build-tee.ts'
import { buildWorkerpool } from './build-workerpool.ts'
import { buildWorkers } from './build-workers.ts'
import { type Building, doorOptions, open } from './building.ts'
import { closeWithin } from './close-within.ts'
import type { NetworkConfig } from './config.ts'
import { controlPlugin, type TimeOrder } from './control.ts'
import { Draws } from './draws.ts'
import type { FaultBook } from './faults/fault-book.ts'
import { openFaultBook } from './faults/open-fault-book.ts'
import { type DealOf, engineFaults, sessionFaults } from './faults/strikes.ts'
import { openHome } from './home.ts'
import { KeptMoment } from './kept-moment.ts'
import { MisbehaviourBook } from './misbehaviour-book.ts'
import { moveNetworkTime } from './network-time.ts'
import { serviceUrls } from './service-urls.ts'
import { Snapshots } from './snapshots/snapshots.ts'
import { VERSION } from './version.ts'

/** A running network. */
export interface Network {
  sheet: AddressSheet
  controlToken: string
  /** Its state folder, or the scratch folder of a network in memory. */
  dir: string
  /** Who misbehaves on purpose, and in which tasks. */
  misbehaviours: MisbehaviourBook
  /** What goes wrong on purpose. */
  faults: FaultBook
  /** Resolves when the debug pool's first offers stand in the order book, a moment after the network is ready. */
  offersOpen: Promise<void>
  /** Snapshots of all of it. */
  snapshots: Snapshots
  /** Moves, stops or resumes its clock; answers what it shows. Throws `TIME_BACKWARDS` and `TIME_TOO_LATE`. */
  time(order: TimeOrder): Promise<{ now: string; frozen: boolean }>
  /** Resolves when somebody asked for its end over the control door. */
  stopRequested: Promise<void>
  /** Stops everything in turn: no container, port or lock is left behind. Throws `CLOSE_TIMEOUT` when that does not end. */
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

async function build(config: NetworkConfig, closing: AsyncDisposableStack, startedAt: number): Promise<Network> {
  const { profile, onProgress = () => {} } = config
  const misbehaviours = new MisbehaviourBook(config.workers, config.misbehaviours)
  const faults = openFaultBook(config)
  const home = openHome(config, closing)
  const moment = config.stateDir === undefined ? undefined : KeptMoment.check(home.path)
  const log = createLog({
    level: config.logLevel,
    ...(config.stateDir ? { file: join(home.logDir, 'network.log') } : {}),
  })
  const draws = new Draws(config.seed, home.path)
  const building: Building = {
    config,
    id: home.id,
    dir: home.dir,
    log,
    clock: createClock(),
    closing,
    parts: [],
    faults,
    draws,
    unexpected: { count: 0 },
  }

  onProgress('looking for the Docker engine')
  const engineTrouble = engineFaults(faults, (task) => dealOf(task))
  const { engine, ready: engineReady, beginClosing } = buildEngine(building, engineTrouble)
  const authorities = loadAuthorities(home.privateDir('authorities'))
  // Both are awaited below; until then a failure of theirs must not end the process before the first one is told.
  engineReady.catch(() => {})
  authorities.catch(() => {})

  onProgress('starting the chain')
  const genesis = await genesisFor(config, home.path)
  const chain = await Chain.start({
    profile,
    genesis,
    clock: building.clock,
    log,
    dir: home.dir('chain'),
    faults,
    onWritten: (position) => moment?.note(position),
    onReplay: (done, total) => onProgress(`replaying the chain: ${done} of ${total}`),
  })
  closing.defer(async () => {
    await chain.close()
    moment?.close()
  })
  await engineReady
  const made = await authorities
  if (config.tls) building.tls = await made.clients.issue(['localhost', '127.0.0.1'])

  onProgress('starting the services')
  const hub = new HubClient({ rpc: chain, hub: profile.hub })
  const dealOf: DealOf = async (task) => (await hub.viewTask(task))?.dealId
  const workerAccounts = chain.accounts.slice(2, 2 + config.workers)
  const chainDoor = await openChain(building, chain)
  const { storage, gateway, resultProxy, dropbox } = await buildStorage(building, hub)
  const bundles = programBundles()
  const sides = await Promise.all(profile.teeFrameworks.map((framework) => buildTee(building, framework, engine, made)))
  const workers = workerAccounts.map(({ address }) => address)
  const review = sessionFaults(faults, workers, dealOf)
  const sms = Object.fromEntries(
    await Promise.all(
      sides.map(
        async (side) => [side.framework, await buildSms(building, side, hub, bundles, gateway.url, review)] as const,
      ),
    ),
  )

  const smsUrls = Object.fromEntries(Object.entries(sms).map(([framework, { url }]) => [framework, url]))
  const market = await buildMarket(building, hub)
  const { controlToken } = home
  const {
    door: pool,
    offersOpen,
    offersCovered,
  } = await buildWorkerpool(building, {
    chain,
    hub,
    sms: smsUrls,
    resultProxyUrl: resultProxy.url,
    workers,
    controlToken,
    marketUrl: market.url,
    misbehaviours,
  })
  const directories = await buildDirectories(building, hub, genesis, pool.tlsUrl ?? pool.url)
  const slots = new Slots(building, engine, made)
  closing.defer(() => slots.close())
  await buildWorkers(building, {
    accounts: workerAccounts,
    hub,
    engine,
    sides,
    slots,
    poolUrl: pool.url,
    gatewayUrl: gateway.url,
    resultProxyUrl: resultProxy.url,
    dropboxUrl: dropbox.url,
    bundles,
    misbehaviours,
  })

  building.parts.push({ name: 'draws', save: (dir) => draws.save(dir), restore: (dir) => draws.restore(dir) })
  building.parts.push({ name: 'misbehaviours', restore: () => misbehaviours.clear() })
  building.parts.push({ name: 'faults', restore: () => faults.reset() })
  const snapshots = new Snapshots({
    dir: home.privateDir('snapshots'),
    chain,
    parts: building.parts,
    network: home.id,
    base: chain.base,
    version: VERSION,
  })
  const unfinished = await snapshots.finishInterrupted()
  if (unfinished) log.error({ reason: unfinished.message }, 'a restore that was interrupted can not be finished')
  const stop = Promise.withResolvers<void>()
  const control = await open(
    building,
    'control',
    controlPlugin(controlToken, snapshots, {
      stop: () => stop.resolve(),
      draw: draws.draw,
      misbehaviours,
      faults,
      offersOpen: offersCovered,
      time: (order) => moveNetworkTime(chain, building.clock, order),
      status: async () => ({
        sheet,
        block: await hub.blockNumber(),
        misbehaviours: misbehaviours.list(),
        faults: faults.list(),
        unexpected: building.unexpected.count,
        uptimeMs: Math.round(performance.now() - startedAt),
      }),
    }),
  )
  const doors = { chain: chainDoor, sms, gateway, resultProxy, market, ...directories }
  const sheet: AddressSheet = {
    profile: profile.name,
    chainId: profile.chainId,
    hub: profile.hub,
    ...serviceUrls(doors, false),
    ...(config.tls
      ? { tls: { ...serviceUrls(doors, true), certificate: keepCertificate(home.path, made.clients.certificate) } }
      : {}),
    workerpool: { name: profile.workerpoolName, address: genesis.addresses.debugWorkerpool as Address, url: pool.url },
    workers: workerAccounts.map(({ address }, i) => ({ name: `worker-${i + 1}` as const, address })),
    control: control.url,
    ...(config.seed === undefined ? {} : { seeded: true as const }),
    accounts: chain.accounts.map(({ address, privateKey }) => ({ address, privateKey })),
    pid: process.pid,
    readyMs: Math.round(performance.now() - startedAt),
  }
  moment?.begin(chain.position)
  faults.arm()
  home.writeSheet(sheet)
  log.info({ readyMs: sheet.readyMs }, 'network ready')
  setImmediate(() => void storage.warmUp())
  return {
    sheet,
    controlToken,
    dir: home.path,
    misbehaviours,
    faults,
    offersOpen,
    snapshots,
    time: (order) => moveNetworkTime(chain, building.clock, order),
    stopRequested: stop.promise,
    close: () => {
      beginClosing()
      return closeWithin(closing)
    },
  }
}

/** Writes what a client has to trust where it finds it. */
function keepCertificate(dir: string, certificate: string): string {
  const file = join(dir, 'client-ca.pem')
  writePrivateFile(file, certificate)
  return file
}

/** The first state of the chain. Ours is read; that of another protocol or chain id may have to be deployed once, and is kept. */
async function genesisFor({ profile, protocol = 'builtin' }: NetworkConfig, dir: string): Promise<Genesis> {
  const { chainId } = profile
  if (protocol === 'builtin' && chainId === profiles[profile.name].chainId) return loadGenesis(profile.name)
  const { genesisOf } = await import('@iexec-sim/contracts/sources')
  return genesisOf(profile.name, protocol, { cacheDir: join(dir, 'protocol'), chainId })
}

async function openChain(building: Building, chain: Chain): Promise<ChainDoor> {
  const door = await listen(chain, { ...doorOptions(building, 'chain'), rpcGasCap: building.config.rpcGasCap })
  building.closing.defer(() => door.close())
  return door
}

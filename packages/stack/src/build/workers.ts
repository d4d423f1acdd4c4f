import { allEnded } from '@iexec-sim/base'
import type { DevelopmentAccount } from '@iexec-sim/chain'
import type { HubClient } from '@iexec-sim/chain/client'
import type { Engine } from '@iexec-sim/docker'
import type { WorkerName } from '@iexec-sim/faults'
import { walletOf } from '@iexec-sim/protocol'
import { SmsClient } from '@iexec-sim/sms/client'
import type { SnapshotPart } from '@iexec-sim/snapshot'
import { ResultProxyClient } from '@iexec-sim/storage/client'
import { type ProgramBundles, Worker } from '@iexec-sim/worker'
import { SchedulerClient } from '@iexec-sim/workerpool/client'
import { workerFaults } from '../faults/strikes.ts'
import type { CanaryWatch } from '../timeline/canary-watch.ts'
import { type Building, clockOf } from './building.ts'
import type { Slots } from './slots.ts'
import type { TeeSide } from './tee.ts'

/** Dependencies of the workers. */
export interface WorkerWiring {
  /** Accounts of the workers, one each. */
  accounts: readonly DevelopmentAccount[]
  /** Client of the hub. */
  hub: HubClient
  /** Engine that runs task containers. */
  engine: Engine
  /** The TEE frameworks. */
  sides: readonly TeeSide[]
  /** Slots that task containers run in. */
  slots: Slots
  /** Resolves when the network is used: slots are opened ahead of tasks then. */
  used: Promise<void>
  /** URL of the scheduler. */
  poolUrl: string
  /** URL of the IPFS gateway. */
  gatewayUrl: string
  /** URL of the result proxy. */
  resultProxyUrl: string
  /** URL of the stand-in for Dropbox. */
  dropboxUrl: string
  /** Code of the enclave programs. */
  bundles: ProgramBundles
  /** Looks for canaries in what apps leave behind. */
  canaries: CanaryWatch
}

/** Starts the pool's workers, each with a wallet and a slot of its own. */
export async function buildWorkers(
  building: Building,
  wiring: WorkerWiring,
): Promise<SnapshotPart> {
  const workers = wiring.accounts.map((account, i) =>
    makeWorker(building, wiring, account, `worker-${i + 1}`),
  )
  // One of them may fail when others run already.
  building.closing.defer(async () => {
    await allEnded(workers.map((worker) => worker.close()))
  })
  await allEnded(workers.map((worker) => worker.start()))
  return {
    name: 'workers',
    pause: async () => void (await Promise.all(workers.map((worker) => worker.pause()))),
    resume: async () => void (await Promise.all(workers.map((worker) => worker.resume()))),
  }
}

function makeWorker(
  building: Building,
  wiring: WorkerWiring,
  { privateKey }: DevelopmentAccount,
  name: WorkerName,
): Worker {
  const { config, log, faults, misbehaviours } = building
  const { hub, engine, sides, slots, poolUrl, gatewayUrl, resultProxyUrl, dropboxUrl, bundles } =
    wiring
  const wallet = walletOf(privateKey)
  // Ahead of the first task, which needs transactions before it; a network that is only looked at
  // has nothing in the engine. A failure shows when a task needs the slot.
  void wiring.used.then(() => slots.slot(name)).catch(() => {})
  return new Worker({
    name,
    wallet,
    generation: config.profile.generation,
    misbehaviour: async (taskId) =>
      misbehaviours.isEmpty
        ? undefined
        : misbehaviours.of(name, taskId, (await hub.viewTask(taskId))?.dealId),
    faults: workerFaults(faults, name),
    chain: hub,
    writer: hub.as(wallet),
    scheduler: new SchedulerClient(poolUrl, wallet),
    results: new ResultProxyClient(resultProxyUrl),
    sms: (url) => new SmsClient(url),
    sharedTokens: new Map(),
    engine,
    launchers: Object.fromEntries(sides.map(({ framework, launcher }) => [framework, launcher])),
    slot: () => slots.slot(name),
    programs: bundles,
    gatewayUrl,
    resultProxyUrl,
    dropboxUrl,
    inputHosts: config.inputHosts,
    limits: config.limits,
    clock: clockOf(building, name),
    log: log.child({ service: name }),
    recorder: building.timeline,
    inspect: wiring.canaries.inspect,
    onPrinted: (...printed) => building.liveLogs.printed(...printed),
    dir: building.dir(name)!,
  })
}

import { randomBytes } from 'node:crypto'
import { Secret } from '@iexec-sim/base'
import { makeDriver } from '@iexec-sim/client/requester'
import type { Engine } from '@iexec-sim/docker'
import type { TeeFramework } from '@iexec-sim/protocol'
import {
  EnclaveLauncher,
  type LazyAuthorities,
  MeasurementCache,
  Platform,
  ProvisioningService,
  provisioningPlugin,
  SessionDepositClient,
  type TeeDriver,
} from '@iexec-sim/tee'
import { CarriedBook } from '../timeline/carried-book.ts'
import { type Building, clockOf, open } from './building.ts'

/** One framework's side of the network: who verifies, who deposits, who launches. */
export interface TeeSide {
  /** The framework. */
  framework: TeeFramework
  /** Specifics of the framework. */
  driver: TeeDriver
  /** Client of its provisioning service. */
  depositor: SessionDepositClient
  /** Which secrets its sessions carry. */
  carried: CarriedBook
  /** Runs apps in its enclaves. */
  launcher: EnclaveLauncher
}

/** Starts a framework's provisioning service and makes its depositor and launcher. */
export async function buildTee(
  building: Building,
  framework: TeeFramework,
  engine: Engine,
  authorities: LazyAuthorities,
): Promise<TeeSide> {
  const { log } = building
  const driver = makeDriver(framework, new MeasurementCache(building.dir('measurements')))
  const credential = new Secret(randomBytes(32).toString('hex'))
  const carried = new CarriedBook(building.timeline)
  const service = new ProvisioningService({
    driver,
    roots: async () => [(await authorities()).attestationRoot],
    credential,
    clock: clockOf(building, `provisioning-${framework}`),
    recorder: building.timeline,
    onDecision: (decision) => carried.decided(decision),
    log: log.child({ service: `provisioning-${framework}` }),
  })
  const door = await open(
    building,
    `provisioning-${framework}`,
    provisioningPlugin({ service, driver }),
    {
      bodyLimit: 4 * 1024 ** 2,
    },
  )
  const platform = new Platform({
    credentials: async () => (await authorities()).platform,
    clock: building.clock,
  })
  return {
    framework,
    driver,
    carried,
    depositor: new SessionDepositClient({ url: door.url, credential, driver }),
    launcher: new EnclaveLauncher({ engine, driver, platform }),
  }
}

import type { HubClient } from '@iexec-sim/chain/client'
import type { Door } from '@iexec-sim/door'
import type { TeeFramework } from '@iexec-sim/protocol'
import { type SessionReview, Sms } from '@iexec-sim/sms'
import type { SnapshotPart } from '@iexec-sim/snapshot'
import { GatewayClient } from '@iexec-sim/storage/client'
import type { ProgramBundles } from '@iexec-sim/worker'
import { type Building, clockOf, closeWith, open } from './building.ts'
import { measurePrograms } from './programs.ts'
import type { TeeSide } from './tee.ts'

/** One SMS behind its door. */
export interface SmsSide {
  /** Framework it serves. */
  framework: TeeFramework
  /** The service behind the door. */
  sms: Sms
  /** Door of the SMS. */
  door: Door
  /** Its part of snapshots. */
  part: SnapshotPart
}

/** Starts the SMS of one framework. */
export async function buildSms(
  building: Building,
  { framework, driver, depositor, carried }: TeeSide,
  chain: HubClient,
  bundles: ProgramBundles,
  gatewayUrl: string,
  review: SessionReview,
): Promise<SmsSide> {
  const { config, log } = building
  const { generation, versions } = config.profile
  const dir = building.dir(`sms-${framework}`)
  const sms = new Sms({
    framework,
    generation,
    version: versions.sms,
    chain,
    programs: await measurePrograms(driver, bundles),
    depositor,
    review,
    content: new GatewayClient(gatewayUrl),
    clock: clockOf(building, `sms-${framework}`),
    draw: building.draws.draw,
    recorder: building.timeline,
    onSession: (session) => carried.keep(session),
    log: log.child({ service: `sms-${framework}` }),
    ...(dir === undefined ? {} : { dir }),
  })
  await closeWith(building, sms)
  const part: SnapshotPart = {
    name: `sms-${framework}`,
    key: sms.key,
    save: (dir) => sms.save(dir),
    restore: (dir) => sms.restore(dir),
    adopt: (dir, key) => sms.adopt(dir, key),
  }
  return { framework, sms, part, door: await open(building, `sms-${framework}`, sms.plugin) }
}

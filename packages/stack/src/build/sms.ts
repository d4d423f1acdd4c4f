import type { HubClient } from '@iexec-sim/chain/client'
import type { Door } from '@iexec-sim/door'
import { type SessionReview, Sms } from '@iexec-sim/sms'
import { GatewayClient } from '@iexec-sim/storage/client'
import type { ProgramBundles } from '@iexec-sim/worker'
import { type Building, clockOf, open } from './building.ts'
import { measurePrograms } from './programs.ts'
import type { TeeSide } from './tee.ts'

/** Starts the SMS of one framework; the answer is its door. */
export async function buildSms(
  building: Building,
  { framework, driver, depositor }: TeeSide,
  chain: HubClient,
  bundles: ProgramBundles,
  gatewayUrl: string,
  review: SessionReview,
): Promise<Door> {
  const { config, log, closing } = building
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
    log: log.child({ service: `sms-${framework}` }),
    ...(dir === undefined ? {} : { dir }),
  })
  closing.defer(() => sms.close())
  building.parts.push({
    name: `sms-${framework}`,
    key: sms.key,
    save: (dir) => sms.save(dir),
    restore: (dir) => sms.restore(dir),
    adopt: (dir, key) => sms.adopt(dir, key),
  })
  return open(building, `sms-${framework}`, sms.plugin)
}

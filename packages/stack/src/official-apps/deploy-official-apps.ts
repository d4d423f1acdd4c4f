import type { AddressSheet } from '@iexec-sim/client'
import type { Address, TeeFramework } from '@iexec-sim/protocol'
import type { Building } from '../build/building.ts'
import type { ChainSide } from '../build/chain.ts'
import type { Services } from '../build/services.ts'
import { AppDeveloper } from './app-developer.ts'

/** Addresses of the sample apps. */
type OfficialApps = NonNullable<AddressSheet['officialApps']>

/** Secrets of the apps' developer. The keys are good for the stand-ins alone. */
const SECRETS: Record<keyof OfficialApps, object> = {
  web3mail: {
    MJ_APIKEY_PUBLIC: 'development',
    MJ_APIKEY_PRIVATE: 'development',
    MJ_SENDER: 'web3mail@example.com',
    MAILGUN_APIKEY: 'development',
    WEB3MAIL_WHITELISTED_APPS: '[]',
    POCO_SUBGRAPH_URL: '',
  },
  web3telegram: { TELEGRAM_BOT_TOKEN: '1:development' },
}

/** Names by which clients look for the apps, on chains with ENS and on those without. */
const NAMES: Record<keyof OfficialApps, Record<'ENS' | 'compass', readonly string[]>> = {
  web3mail: { ENS: ['web3mail.apps.iexec.eth'], compass: ['web3mail-tdx'] },
  web3telegram: {
    ENS: ['web3telegram.apps.iexec.eth'],
    compass: ['web3telegram', 'web3telegram-tdx'],
  },
}

/**
 * Sees to it that sample apps stand where web3mail and web3telegram look for theirs: deployed,
 * offered for nothing, with their secrets, in their whitelists, by their names. What is there
 * already stays. Returns their addresses.
 */
export async function deployOfficialApps(
  building: Building,
  chain: ChainSide,
  services: Services,
): Promise<OfficialApps> {
  const { config, log } = building
  const { profile, onProgress } = config
  const tee: TeeFramework = profile.teeFrameworks.includes('scone') ? 'scone' : 'tdx'
  const developer = new AppDeveloper({
    dir: building.home.path,
    chain,
    services,
    chainId: profile.chainId,
    tee,
    draw: building.draws.draw,
  })
  const { directory } = services.directories.names
  const apps: Partial<OfficialApps> = {}
  for (const name of ['web3mail', 'web3telegram'] as const) {
    onProgress?.(`deploying the sample app ${name}`)
    const app = await developer.deploy(`iexec-sim/${name}`, (line) => log.info(line))
    await developer.pushSecret(app, JSON.stringify(SECRETS[name]))
    await developer.offer(app)
    await developer.addTo(chain.genesis.addresses.whitelists[name] as Address, app)
    for (const known of NAMES[name][directory]) await developer.name(app, known)
    apps[name] = app
  }
  return apps as OfficialApps
}

import { join } from 'node:path'
import { thisProcess, writeWholeFile } from '@iexec-sim/base'
import type { AddressSheet } from '@iexec-sim/client'
import type { Door } from '@iexec-sim/door'
import type { Address } from '@iexec-sim/protocol'
import type { Building } from './building.ts'
import type { ChainSide } from './chain.ts'
import type { Services } from './services.ts'
import { serviceUrls } from './urls.ts'

/** The address sheet of a network whose doors are open. `readyMs` is what its start took. */
export async function addressSheet(
  { config, home }: Building,
  { chain, door, genesis, authorities, workers }: ChainSide,
  { storage, sms, market, pool, subgraph, directories }: Services,
  { control, explorer }: { control: Door; explorer: Door },
  readyMs: number,
): Promise<AddressSheet> {
  const { profile } = config
  const doors = {
    chain: door,
    sms: Object.fromEntries(sms.map((side) => [side.framework, side.door])),
    gateway: storage.gateway,
    resultProxy: storage.resultProxy,
    market: market.door,
    subgraph: subgraph.door,
    hasVouchers: profile.voucherHub !== undefined,
    ...directories,
  }
  const overTls = async () => ({
    ...serviceUrls(doors, true),
    certificate: keepCertificate(home.path, (await authorities()).clients.certificate),
  })
  return {
    profile: profile.name,
    chainId: profile.chainId,
    hub: profile.hub,
    ...serviceUrls(doors, false),
    ...(config.tls ? { tls: await overTls() } : {}),
    workerpool: {
      name: profile.workerpoolName,
      address: genesis.addresses.debugWorkerpool as Address,
      url: pool.door.url,
    },
    registry: new URL(storage.registry.url).host,
    workers: workers.map(({ address }, i) => ({ name: `worker-${i + 1}` as const, address })),
    explorer: explorer.url,
    control: control.url,
    ...(config.seed === undefined ? {} : { seeded: true as const }),
    accounts: chain.accounts.map(({ address, privateKey }) => ({ address, privateKey })),
    ...thisProcess(),
    readyMs,
  }
}

/** Writes the certificate that clients have to trust into the state folder. */
function keepCertificate(dir: string, certificate: string): string {
  const file = join(dir, 'client-ca.pem')
  writeWholeFile(file, certificate)
  return file
}

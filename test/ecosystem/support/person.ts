import type { AddressSheet } from '@iexec-sim/client'
import { clientOptions } from '@iexec-sim/client'
import type { OfflineNetwork } from '../../client/support/offline-network.ts'
import { SdkActor } from '../../client/support/sdk-actor.ts'
import { getWeb3Provider, IExecDataProtectorCore } from './dataprotector-sdk.mjs'

/** A wallet with money, the official library and DataProtector. */
export interface Person {
  address: string
  core: IExecDataProtectorCore
  actor: SdkActor
}

/** Makes a person whose SDK is led to a network by its options alone. */
export async function person(network: OfflineNetwork, sheet: AddressSheet): Promise<Person> {
  const actor = await new SdkActor(network, sheet, 9, 'tdx').fund()
  const core = new IExecDataProtectorCore(getWeb3Provider(actor.privateKey, sheet.rpc), {
    ipfsNode: sheet.gateway,
    ipfsGateway: sheet.gateway,
    subgraphUrl: sheet.subgraph.dataprotector,
    iexecOptions: clientOptions(sheet, 9),
  })
  return { address: actor.address, core, actor }
}

/** Deploys the app that behaves as its arguments say, with an order for anybody. */
export async function publishScenario(
  network: OfflineNetwork,
  sheet: AddressSheet,
): Promise<string> {
  const developer = await new SdkActor(network, sheet, 9, 'tdx').fund()
  const app = await developer.deployScenario()
  await developer.sdk.order.publishApporder((await developer.appOrder(app)) as never)
  return app
}

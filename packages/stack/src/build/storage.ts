import type { HubClient } from '@iexec-sim/chain/client'
import type { Door } from '@iexec-sim/door'
import type { SnapshotPart } from '@iexec-sim/snapshot'
import { ociErrorBody, Storage } from '@iexec-sim/storage'
import { type Building, clockOf, open } from './building.ts'

/** The network's storage behind its doors. */
export interface StorageSide {
  /** The stores behind the doors. */
  storage: Storage
  /** Door of the IPFS gateway. */
  gateway: Door
  /** Door of the result proxy. */
  resultProxy: Door
  /** Door of the stand-in for Dropbox. */
  dropbox: Door
  /** Door of the registry of images. */
  registry: Door
  /** Its part of snapshots. */
  part: SnapshotPart
}

/** Starts the IPFS gateway, the result proxy, the stand-in for Dropbox and the registry. */
export async function buildStorage(building: Building, chain: HubClient): Promise<StorageSide> {
  const { config, log, closing } = building
  const dir = building.dir('storage')
  const storage = new Storage({
    chain,
    chainId: config.profile.chainId,
    version: config.profile.versions.resultProxy,
    clock: clockOf(building, 'result-proxy'),
    log: log.child({ service: 'storage' }),
    recorder: building.timeline,
    maxResultBytes: config.limits.maxResultBytes,
    ...(dir === undefined ? {} : { dir }),
  })
  closing.defer(() => storage.close())
  const part: SnapshotPart = {
    name: 'storage',
    save: (dir) => storage.save(dir),
    restore: (dir) => storage.restore(dir),
    check: (dir) => storage.check(dir),
  }
  const gateway = await open(building, 'gateway', storage.gatewayPlugin, { repeatable: ['arg'] })
  const resultProxy = await open(building, 'result-proxy', storage.resultProxyPlugin)
  const dropbox = await open(building, 'dropbox', storage.dropboxPlugin)
  const registry = await open(building, 'registry', storage.registryPlugin, {
    errorBody: (status, error) => ociErrorBody(status === 403 ? 'DENIED' : 'UNSUPPORTED', error),
  })
  return { storage, gateway, resultProxy, dropbox, registry, part }
}

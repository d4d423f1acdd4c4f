import { type AddressSheet, VERSION } from '@iexec-sim/client'
import type { Door } from '@iexec-sim/door'
import { type ExplorerSources, explorerPlugin } from '@iexec-sim/explorer'
import { type Building, open } from './building.ts'
import type { ChainSide } from './chain.ts'

/** What the explorer shows that is known when all services run. */
interface Late
  extends Pick<
    ExplorerSources,
    | 'startedAt'
    | 'snapshots'
    | 'tasks'
    | 'time'
    | 'poco'
    | 'openOrders'
    | 'markCanary'
    | 'maskOf'
    | 'imageId'
    | 'inspect'
  > {
  /** Addresses of the network. */
  sheet(): AddressSheet
}

/** Opens the door of the explorer; what is behind it is built with the first request. */
export function buildExplorer(
  building: Building,
  chain: ChainSide,
  { sheet, ...late }: Late,
): Promise<Door> {
  const {
    config,
    clock,
    changes,
    sessions,
    faults,
    misbehaviours,
    timeline,
    liveLogs,
    unexpected,
  } = building
  const { profile, stateDir, protocol = 'builtin' } = config
  const sources = (): ExplorerSources => ({
    ...late,
    sessions,
    changes,
    profile,
    version: VERSION,
    protocol: typeof protocol === 'string' ? protocol : protocol.folder,
    stateDir,
    services: () => servicesOf(sheet()),
    workerpool: sheet().workerpool.address,
    gateway: sheet().gateway,
    market: sheet().market,
    workers: sheet().workers,
    accounts: chain.chain.accounts.map(({ address }) => address),
    addresses: chain.genesis.addresses,
    hub: chain.hub,
    clock,
    faults,
    misbehaviours,
    timeline,
    liveLogs,
    unexpected: () => unexpected.count,
  })
  const onUnexpected = () => {
    unexpected.count += 1
  }
  return open(building, 'explorer', explorerPlugin(sources, onUnexpected))
}

/** URLs of the services by name, as `up --port` has the names. */
function servicesOf(sheet: AddressSheet): Record<string, string> {
  return {
    chain: sheet.rpc,
    ...Object.fromEntries(Object.entries(sheet.sms).map(([tee, url]) => [`sms-${tee}`, url])),
    workerpool: sheet.workerpool.url,
    market: sheet.market,
    gateway: sheet.gateway,
    'result-proxy': sheet.resultProxy,
    registry: `http://${sheet.registry}`,
    subgraph: new URL(sheet.subgraph.poco).origin,
    ...(sheet.compass === undefined ? {} : { compass: sheet.compass }),
    explorer: sheet.explorer,
    control: sheet.control,
  }
}

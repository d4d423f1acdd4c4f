import type { AddressSheet } from '../address-sheet.ts'

/** An address of iExec's real networks, and the service that answers it here. */
export interface HostRoute {
  /** Host name, in lower case. */
  host: string
  /** Path below which requests are led, which the service does not see. @default all of the host */
  path?: string
  /** URL of the service. */
  to: string
}

/** The real networks' addresses: those that lead to a network here, and those that lead nowhere. */
export interface HostMap {
  /** Addresses with a service of this machine. */
  routes: readonly HostRoute[]
  /** Domains whose other hosts are refused, so that no request leaves for a real network. */
  refused: readonly string[]
}

/** Domains of the real networks' services and of their chains' public nodes. */
const REFUSED = ['iex.ec', 'arbitrum.io', 'thegraph.com']

/** Finds a service's URL in an address sheet; nothing where the network has no such service. */
type Service = (sheet: AddressSheet) => string | undefined

const rpc: Service = (sheet) => sheet.rpc
const gateway: Service = (sheet) => sheet.gateway
const market: Service = (sheet) => sheet.market
const compass: Service = (sheet) => sheet.compass
const poco: Service = (sheet) => sheet.subgraph.poco
const dataProtector: Service = (sheet) => sheet.subgraph.dataprotector
const tdx: Service = (sheet) => sheet.sms.tdx

/** Where several networks run, the first answers hosts that all of them share. */
const SHARED: readonly HostEntry[] = [
  ['ipfs.iex.ec', gateway],
  ['ipfs.thegraph.com', gateway],
]

/** A host, which may be followed by a path, and its service. */
type HostEntry = readonly [address: string, service: Service]

/** Path of a Graph Node's deployments behind a gateway. */
const ids = '/api/subgraphs/id'

/** The hosts that official packages have built in, by id of the chain. */
const HOSTS: Readonly<Record<number, readonly HostEntry[]>> = {
  134: [
    ['bellecour.iex.ec', rpc],
    ['sms.iex.ec', (sheet) => sheet.sms.scone],
    ['sms.gramine.v8-bellecour.iex.ec', (sheet) => sheet.sms.gramine],
    ['result.v8-bellecour.iex.ec', (sheet) => sheet.resultProxy],
    ['ipfs-gateway.v8-bellecour.iex.ec', gateway],
    ['ipfs-upload.v8-bellecour.iex.ec', gateway],
    ['api.market.v8-bellecour.iex.ec', market],
    ['thegraph.iex.ec/subgraphs/name/bellecour/poco-v5', poco],
    ['thegraph.iex.ec/subgraphs/name/bellecour/dataprotector-v2', dataProtector],
    ['thegraph.iex.ec/subgraphs/name/bellecour/iexec-voucher', (sheet) => sheet.voucherSubgraph],
  ],
  421614: [
    ['sepolia-rollup.arbitrum.io/rpc', rpc],
    ['sms.arbitrum-sepolia-testnet.iex.ec', tdx],
    ['ipfs-gateway.arbitrum-sepolia-testnet.iex.ec', gateway],
    ['ipfs-upload.arbitrum-sepolia-testnet.iex.ec', gateway],
    ['api-market.arbitrum-sepolia-testnet.iex.ec', market],
    ['compass.arbitrum-sepolia-testnet.iex.ec', compass],
    [
      `thegraph.arbitrum-sepolia-testnet.iex.ec${ids}/2GCj8gzLCihsiEDq8cYvC5nUgK6VfwZ6hm3Wj8A3kcxz`,
      poco,
    ],
    [
      `thegraph.arbitrum-sepolia-testnet.iex.ec${ids}/5YjRPLtjS6GH6bB4yY55Qg4HzwtRGQ8TaHtGf9UBWWd`,
      dataProtector,
    ],
  ],
  42161: [
    ['arb1.arbitrum.io/rpc', rpc],
    ['sms.arbitrum-mainnet.iex.ec', tdx],
    ['ipfs-gateway.arbitrum-mainnet.iex.ec', gateway],
    ['ipfs-upload.arbitrum-mainnet.iex.ec', gateway],
    ['api.market.arbitrum-mainnet.iex.ec', market],
    ['compass.arbitrum-mainnet.iex.ec', compass],
    [`thegraph.arbitrum.iex.ec${ids}/B1comLe9SANBLrjdnoNTJSubbeC7cY7EoNu6zD82HeKy`, poco],
    [`thegraph.arbitrum.iex.ec${ids}/Ep5zs5zVr4tDiVuQJepUu51e5eWYJpka624X4DMBxe3u`, dataProtector],
  ],
}

/** Leads the hosts that official packages have built in to the networks that run here. */
export function officialHosts(sheets: readonly AddressSheet[]): HostMap {
  const routes = sheets.flatMap((sheet) =>
    [...(HOSTS[sheet.chainId] ?? []), ...SHARED].flatMap((entry) => route(entry, sheet)),
  )
  const known = new Map<string, HostRoute>()
  for (const one of routes) {
    const key = one.host + (one.path ?? '')
    if (!known.has(key)) known.set(key, one)
  }
  return { routes: [...known.values()], refused: REFUSED }
}

function route([address, service]: HostEntry, sheet: AddressSheet): HostRoute[] {
  const to = service(sheet)
  if (to === undefined) return []
  const slash = address.indexOf('/')
  return slash < 0
    ? [{ host: address, to }]
    : [{ host: address.slice(0, slash), path: address.slice(slash), to }]
}

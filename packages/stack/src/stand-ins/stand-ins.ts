import { SimError } from '@iexec-sim/base'

/** A stand-in for an outside host, reachable only from task containers. */
export interface StandIn {
  /** Host name as apps use it, e.g. `api.example.com`. */
  host: string
  /** Image of the stand-in; it serves HTTPS on port 443 with the certificate it is given. */
  image: string
}

/** Image that stands in for every host of {@link BUILT_IN_HOSTS} at once. */
export const BUILT_IN_IMAGE = 'iexec-sim/stand-ins'

/** Names of the official IPFS gateways, which lead tasks to the network's own. */
const GATEWAYS = [
  'ipfs.iex.ec',
  'ipfs-gateway.arbitrum-mainnet.iex.ec',
  'ipfs-gateway.arbitrum-sepolia-testnet.iex.ec',
  'ipfs-gateway.v8-bellecour.iex.ec',
]

/** Hosts whose stand-ins are started when they are asked for by name. */
export const OFFERED_HOSTS: readonly string[] = [
  'api.mailgun.net',
  'api.mailjet.com',
  'api.telegram.org',
  'arweave-api.iex.ec',
  'arweave.net',
]

/**
 * The stand-ins every network has: the counter service of the requester-secrets tutorial, gone from
 * the internet, and the network's own IPFS gateway under the official names.
 */
export const DEFAULT_STAND_INS: readonly StandIn[] = ['api.countapi.xyz', ...GATEWAYS].map(
  (host) => ({ host, image: BUILT_IN_IMAGE }),
)

/** Stand-ins for the hosts that the sample apps of `--official-apps` send to. */
export const OFFICIAL_APP_STAND_INS: readonly StandIn[] = [
  'api.mailgun.net',
  'api.mailjet.com',
  'api.telegram.org',
].map((host) => ({ host, image: BUILT_IN_IMAGE }))

/** The stand-in the simulator brings for a host; throws `BAD_OPTION` when it has none. */
export function offeredStandIn(host: string): StandIn {
  if (OFFERED_HOSTS.includes(host)) return { host, image: BUILT_IN_IMAGE }
  throw new SimError('BAD_OPTION', {
    option: '--stand-in',
    value: host,
    reason: `HOST=IMAGE is required, or one of ${OFFERED_HOSTS.join(', ')} alone`,
  })
}

/** Adds stand-ins to others; a host that has one already gets the added one in its place. */
export function withStandIns(known: readonly StandIn[], added: readonly StandIn[]): StandIn[] {
  const byHost = new Map([...known, ...added].map((standIn) => [standIn.host, standIn]))
  return [...byHost.values()]
}

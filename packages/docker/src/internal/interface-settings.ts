import type { ContainerCreateOptions } from 'dockerode'

/**
 * API version from which an interface's kernel settings belong to its endpoint; from 1.48 on the
 * old way is refused.
 */
const ENDPOINT_SETTINGS_API = [1, 46] as const

/**
 * Kernel settings of a container's one interface on `networkId`, in the way an engine of this API
 * version takes them.
 */
export function interfaceSettings(
  apiVersion: string,
  networkId: string,
  settings: Readonly<Record<string, string>>,
): {
  Sysctls: Record<string, string>
  NetworkingConfig?: NonNullable<ContainerCreateOptions['NetworkingConfig']>
} {
  const named = (name: string) =>
    Object.entries(settings).map(([key, value]) => [`net.ipv4.neigh.${name}.${key}`, value])
  if (!isAtLeast(apiVersion, ENDPOINT_SETTINGS_API))
    return { Sysctls: Object.fromEntries(named('eth0')) }
  const list = named('IFNAME').map((pair) => pair.join('='))
  const endpoint = { DriverOpts: { 'com.docker.network.endpoint.sysctls': list.join(',') } }
  return { Sysctls: {}, NetworkingConfig: { EndpointsConfig: { [networkId]: endpoint } } }
}

function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number)
  return ownMajor > major || (ownMajor === major && ownMinor >= minor)
}

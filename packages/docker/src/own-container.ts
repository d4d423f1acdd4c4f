import { readFileSync } from 'node:fs'
import type { Connection } from './internal/connection.ts'
import { statusOf } from './internal/failure.ts'

/** A port of a container that its host listens at. */
export interface PublishedPort {
  /** Port inside the container. */
  port: number
  /** Address of the host that the port is published at. */
  hostAddress: string
  /** Port of the host. */
  hostPort: number
}

/** The container this process runs in, as the engine describes it. */
export interface OwnContainer {
  /** Id of the container, 64 hex digits. */
  id: string
  /** IPv4 addresses; none when it shares the host's network. */
  addresses: string[]
  /** Ports published on the host. */
  published: PublishedPort[]
}

/** The container this process runs in, when this engine runs it. */
export async function ownContainer(connection: Connection): Promise<OwnContainer | undefined> {
  const id = idOf(readMounts())
  if (id === undefined) return undefined
  const docker = await connection.client()
  try {
    const { NetworkSettings } = await docker.getContainer(id).inspect()
    const addresses = Object.values(NetworkSettings.Networks).map(({ IPAddress }) => IPAddress)
    return {
      id,
      addresses: addresses.filter(Boolean),
      published: publishedOf(NetworkSettings.Ports),
    }
  } catch (error) {
    if (statusOf(error) === 404) return undefined
    throw connection.failure(error, 'look up the container this process runs in')
  }
}

/**
 * The engine mounts a container's host and resolver files from a folder that has its id for a name.
 */
export const idOf = (mounts: string): string | undefined =>
  /containers\/([0-9a-f]{64})\/\S*hostname/.exec(mounts)?.[1]

function readMounts(): string {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8')
  } catch {
    return '' // not Linux: no container either
  }
}

type Ports = Record<string, { HostIp: string; HostPort: string }[] | null>

function publishedOf(ports: Ports): PublishedPort[] {
  return Object.entries(ports ?? {}).flatMap(([port, bindings]) =>
    (bindings ?? []).map(({ HostIp, HostPort }) => ({
      port: Number.parseInt(port, 10),
      hostAddress: HostIp,
      hostPort: Number(HostPort),
    })),
  )
}

import type { Connection } from './internal/connection.ts'
import { removeContainer, removeNetwork, removeVolume } from './internal/networks.ts'
import { NETWORK_LABEL } from './labels.ts'

/** How many things of dead networks were removed. */
export interface SweepResult {
  containers: number
  networks: number
  volumes: number
}

/**
 * Removes what simulated networks left behind that are no longer alive: containers, then networks, then volumes.
 * `isLive` says of a network id whether someone still holds it; what belongs to a live network stays.
 */
export async function sweep(connection: Connection, isLive: (network: string) => boolean): Promise<SweepResult> {
  const filters = { label: [NETWORK_LABEL] }
  const dead = (labels: Record<string, string> | undefined) => !isLive(labels?.[NETWORK_LABEL] ?? '')
  const ask = connection.ask.bind(connection)

  const containers = (await ask('list containers', (docker) => docker.listContainers({ all: true, filters }))).filter(
    ({ Labels }) => dead(Labels),
  )
  await Promise.all(containers.map(({ Id }) => removeContainer(connection, Id)))
  const networks = (await ask('list the networks', (docker) => docker.listNetworks({ filters }))).filter(({ Labels }) =>
    dead(Labels),
  )
  await Promise.all(networks.map(({ Id }) => removeNetwork(connection, Id)))
  const { Volumes } = await ask('list volumes', (docker) => docker.listVolumes({ filters }))
  const volumes = (Volumes ?? []).filter(({ Labels }) => dead(Labels))
  await Promise.all(volumes.map(({ Name }) => removeVolume(connection, Name)))
  return { containers: containers.length, networks: networks.length, volumes: volumes.length }
}

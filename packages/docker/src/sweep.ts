import type { Connection } from './internal/connection.ts'
import { removeContainer, removeNetwork, removeVolume } from './internal/networks.ts'
import { NETWORK_LABEL } from './labels.ts'

/** Number of removed resources of dead networks. */
export interface SweepResult {
  /** Removed containers. */
  containers: number
  /** Removed networks. */
  networks: number
  /** Removed volumes. */
  volumes: number
}

/**
 * Removes what dead networks left behind: containers, then networks, then volumes. `isLive` says of
 * a network id whether it is still held; what belongs to a live network stays. One thing that
 * cannot be removed keeps no other from being removed; then it throws an `AggregateError` in the
 * end.
 */
export async function sweep(
  connection: Connection,
  isLive: (network: string) => boolean,
): Promise<SweepResult> {
  const filters = { label: [NETWORK_LABEL] }
  const dead = ({ Labels }: { Labels?: Record<string, string> | undefined }) =>
    !isLive(Labels?.[NETWORK_LABEL] ?? '')
  const ask = connection.ask.bind(connection)
  const failures: Error[] = []
  const removeEach = async <T>(
    things: readonly T[],
    remove: (thing: T) => Promise<void>,
  ): Promise<number> => {
    const results = await Promise.allSettled(things.map(remove))
    failures.push(
      ...results
        .filter((result) => result.status === 'rejected')
        .map(({ reason }) => reason as Error),
    )
    return things.length
  }

  const containers = await ask('list containers', (docker) =>
    docker.listContainers({ all: true, filters }),
  )
  const removedContainers = await removeEach(containers.filter(dead), ({ Id }) =>
    removeContainer(connection, Id),
  )
  const networks = await ask('list the networks', (docker) => docker.listNetworks({ filters }))
  const removedNetworks = await removeEach(networks.filter(dead), ({ Id }) =>
    removeNetwork(connection, Id),
  )
  const { Volumes } = await ask('list volumes', (docker) => docker.listVolumes({ filters }))
  const removedVolumes = await removeEach((Volumes ?? []).filter(dead), ({ Name }) =>
    removeVolume(connection, Name),
  )
  if (failures.length > 0)
    throw new AggregateError(failures, failures.map(({ message }) => message).join(' '))
  return { containers: removedContainers, networks: removedNetworks, volumes: removedVolumes }
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Docker from 'dockerode'

const docker = new Docker()

/** Resources of a network in the engine, by its label. */
export async function leftovers(id: string): Promise<string[]> {
  const filters = { label: [`io.iexec-sim.network=${id}`] }
  const [containers, networks, volumes] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters }),
  ])
  return [
    ...containers.map(({ Id }) => Id),
    ...networks.map(({ Name }) => Name),
    ...(volumes.Volumes ?? []).map(({ Name }) => Name),
  ]
}

/** The random name of the network of a state folder. */
export const idOf = (dir: string): string =>
  (JSON.parse(readFileSync(join(dir, 'identity.json'), 'utf8')) as { id: string }).id

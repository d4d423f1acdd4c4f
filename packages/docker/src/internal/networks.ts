import { SimError } from '@iexec-sim/base'
import { ownerLabels, type Role } from '../labels.ts'
import type { Connection } from './connection.ts'
import { reasonOf, statusOf } from './failure.ts'
import { candidateSubnets, SUBNET_POOL } from './subnets.ts'

/** Tries in a row that may meet a subnet another network took in the meantime. */
const TRIES = 20

/**
 * Creates a bridge network that leads nowhere: no route out, and no address of the host on it.
 * Resolves with its id.
 */
export async function createClosedNetwork(
  connection: Connection,
  name: string,
  network: string,
  role: Role,
): Promise<string> {
  const action = `create the network ${name}`
  const existing = await connection.ask('list the networks', (docker) => docker.listNetworks())
  const taken = existing
    .flatMap((entry) => entry.IPAM?.Config ?? [])
    .map((config) => config.Subnet ?? '')
  for (const subnet of candidateSubnets(taken).slice(0, TRIES)) {
    const docker = await connection.client()
    try {
      const created = await docker.createNetwork({
        Name: name,
        Internal: true,
        Driver: 'bridge',
        IPAM: { Driver: 'default', Config: [{ Subnet: subnet }] },
        // Without this the host listens on the bridge's gateway address, internal or not.
        Options: { 'com.docker.network.bridge.inhibit_ipv4': 'true' },
        Labels: ownerLabels(network, role),
      })
      return created.id
    } catch (error) {
      const overlaps = statusOf(error) === 403 || /overlap/i.test(reasonOf(error))
      if (!overlaps) throw connection.failure(error, action)
    }
  }
  throw new SimError('ENGINE_NO_FREE_SUBNET', { pool: SUBNET_POOL })
}

/** Removes a network; one that is gone already is fine. */
export async function removeNetwork(connection: Connection, id: string): Promise<void> {
  await ignoring(
    [404],
    connection.ask(
      'remove a network',
      async (docker) => void (await docker.getNetwork(id).remove()),
    ),
  )
}

/**
 * Removes a container, running or not, with its anonymous volumes; one that is gone already is
 * fine.
 */
export async function removeContainer(connection: Connection, id: string): Promise<void> {
  await connection.ask('remove a container', async (docker) => {
    const container = docker.getContainer(id)
    try {
      await container.remove({ force: true, v: true })
    } catch (error) {
      if (statusOf(error) === 404) return
      if (statusOf(error) !== 409) throw error
      // Its removal is under way: what belongs to it can be removed after that.
      await container.wait({ condition: 'removed' }).catch((gone) => {
        if (statusOf(gone) !== 404) throw gone
      })
    }
  })
}

/** Removes a volume; one that is gone already is fine. */
export async function removeVolume(connection: Connection, name: string): Promise<void> {
  await ignoring(
    [404],
    connection.ask(
      'remove a volume',
      async (docker) => void (await docker.getVolume(name).remove({ force: true })),
    ),
  )
}

async function ignoring(statuses: number[], work: Promise<void>): Promise<void> {
  try {
    await work
  } catch (error) {
    const status = statusOf((error as Error).cause)
    if (status === undefined || !statuses.includes(status)) throw error
  }
}

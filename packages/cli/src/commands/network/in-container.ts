import { SimError } from '@iexec-sim/base'
import { connectEngine, type OwnContainer } from '@iexec-sim/docker'
import type { NetworkConfig } from '@iexec-sim/stack'

/**
 * Returns where the doors of a network in a container listen besides loopback: at the container's
 * own addresses, to which the engine sends what comes to a published port. The engine is asked for
 * them, so that it cannot be the addresses of a machine.
 *
 * @throws SimError `NO_CONTAINER_ADDRESS`; `PORT_PUBLISHED` when others than this machine could
 * reach a port, or under another number.
 */
export async function inContainer(): Promise<Pick<NetworkConfig, 'containerAddresses'>> {
  const engine = connectEngine({ network: 'cli' })
  try {
    return { containerAddresses: addressesOf(await engine.ownContainer()) }
  } finally {
    await engine.close()
  }
}

/** The addresses of a container whose ports are published as they may be. */
export function addressesOf(container: OwnContainer | undefined): readonly string[] {
  const refuse = (reason: string) => new SimError('NO_CONTAINER_ADDRESS', { reason })
  if (container === undefined)
    throw refuse('the Docker engine runs no container that this process is in')
  if (container.addresses.length === 0)
    throw refuse("the container has none of its own, as with the host's network")
  for (const { port, hostAddress, hostPort } of container.published)
    if (!LOOPBACK.test(hostAddress) || hostPort !== port)
      throw new SimError('PORT_PUBLISHED', {
        port,
        where: `${hostAddress || '0.0.0.0'}:${hostPort}`,
      })
  return container.addresses
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1)$/

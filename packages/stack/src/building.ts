import type { NetworkClock } from '@iexec-sim/chain'
import { type AllowedNames, type Door, type DoorOptions, openDoor } from '@iexec-sim/door'
import type { ServicePort } from '@iexec-sim/protocol'
import type { FastifyPluginAsync } from 'fastify'
import type { Logger } from 'pino'
import type { NetworkConfig } from './config.ts'

/** What the builders of the services share while a network is put together. */
export interface Building {
  config: NetworkConfig
  /** Random name of the network. */
  id: string
  /** A private folder of the network; `undefined` when it lives in memory. */
  dir(name: string): string | undefined
  log: Logger
  clock: NetworkClock
  /** Everything that has to be closed, in the order it was opened. */
  closing: AsyncDisposableStack
}

/** The options every door of the network has in common. */
export function doorOptions(
  { config, log }: Building,
  name: ServicePort,
): AllowedNames & Pick<DoorOptions, 'log' | 'port'> {
  return {
    port: config.ports[name] ?? config.profile.ports[name] ?? 0,
    log,
    allowedHosts: config.allowedHosts,
    allowedOrigins: config.allowedOrigins,
  }
}

/** Opens a service's door; it is closed with the network. */
export async function open(
  building: Building,
  name: ServicePort,
  plugin: FastifyPluginAsync,
  bodyLimit?: number,
): Promise<Door> {
  const door = await openDoor({ ...doorOptions(building, name), name, plugin, bodyLimit })
  building.closing.defer(() => door.close())
  return door
}

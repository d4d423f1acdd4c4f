import type { Clock } from '@iexec-sim/base'
import type { NetworkClock } from '@iexec-sim/chain'
import { type AllowedNames, type Door, type DoorOptions, openDoor } from '@iexec-sim/door'
import type { Changes, Sessions } from '@iexec-sim/explorer'
import type { FaultBook, MisbehaviourBook } from '@iexec-sim/faults'
import type { ServicePort } from '@iexec-sim/protocol'
import type { LiveLogs, TimelineBook } from '@iexec-sim/timeline'
import type { FastifyPluginAsync } from 'fastify'
import type { Logger } from 'pino'
import type { NetworkConfig } from '../config.ts'
import { driftingClock } from '../faults/drifting-clock.ts'
import type { Draws } from '../home/draws.ts'
import type { Home } from '../home/home.ts'
import type { KeptMoment } from '../home/kept-moment.ts'
import type { CallBook } from '../stand-ins/call-book.ts'

/** Shared state of the builders while a network is put together. */
export interface Building {
  /** Configuration of the network. */
  config: NetworkConfig
  /** Random name of the network. */
  id: string
  /** Folder of the network. */
  home: Home
  /** Moment of the stores of a state folder; none for a network in memory. */
  moment: KeptMoment | undefined
  /** A private folder of the network; `undefined` when it lives in memory. */
  dir(name: string): string | undefined
  /** Log of the whole network. */
  log: Logger
  /** The network's clock. */
  clock: NetworkClock
  /** Certificate of the client-facing doors, if TLS was requested. */
  tls?: { certificate: string; privateKey: string } | undefined
  /** Source of random values. */
  draws: Draws
  /** Everything that has to be closed, in the order it was opened. */
  closing: AsyncDisposableStack
  /** The faults in force. */
  faults: FaultBook
  /** The misbehaviours in force. */
  misbehaviours: MisbehaviourBook
  /** Calls that tasks made to the built-in stand-ins. */
  calls: CallBook
  /** What happened to tasks and secrets. */
  timeline: TimelineBook
  /** What apps print while they run. */
  liveLogs: LiveLogs
  /** Tells the explorer's pages what has changed. */
  changes: Changes
  /** Sessions of the explorer. */
  sessions: Sessions
  /** Exceptions that ended as an answer of 500 or above, of all doors together. */
  unexpected: { count: number }
}

/** The network's clock as one of its services sees it, with the drift of a fault. */
export const clockOf = ({ clock, faults }: Building, owner: string): Clock =>
  driftingClock(clock, () => faults.driftMs(owner))

/** Leads to ports no profile has, below those that systems give to outgoing connections. */
const TLS_PORT_STEP = 1_000

/** The options every door of the network has in common. */
export function doorOptions(
  { config, log, tls, faults, unexpected }: Building,
  name: ServicePort,
): AllowedNames &
  Pick<DoorOptions, 'log' | 'port' | 'tls' | 'furtherHosts' | 'faults' | 'onUnexpected'> {
  const port = config.ports[name] ?? config.profile.ports[name] ?? 0
  const isForClients = name !== 'control' && name !== 'dropbox' && !name.startsWith('provisioning-')
  return {
    port,
    log,
    onUnexpected: () => {
      unexpected.count += 1
    },
    // Faults strike what clients use, not what controls and shows the network.
    ...(name === 'control' || name === 'explorer' ? {} : { faults }),
    ...(tls && isForClients ? { tls: { ...tls, port: tlsPort(port) } } : {}),
    ...(isForClients ? { furtherHosts: config.containerAddresses } : {}),
    allowedHosts: config.allowedHosts,
    allowedOrigins: config.allowedOrigins,
  }
}

/** A service's port for TLS, above its plain one. 0 (any free one) stays. */
function tlsPort(port: number): number {
  return port === 0 || port + TLS_PORT_STEP > 65_535 ? 0 : port + TLS_PORT_STEP
}

/**
 * Has something that was opened closed with the network, or at once when the network is closed
 * already; throws then.
 */
export async function closeWith(
  { closing }: Pick<Building, 'closing'>,
  opened: { close(): void | Promise<void> },
): Promise<void> {
  try {
    closing.defer(() => opened.close())
  } catch (error) {
    await opened.close()
    throw error
  }
}

/** Opens a service's door; it is closed with the network. */
export async function open(
  building: Building,
  name: ServicePort,
  plugin: FastifyPluginAsync,
  own: Pick<DoorOptions, 'bodyLimit' | 'errorBody' | 'repeatable' | 'webSockets'> = {},
): Promise<Door> {
  const door = await openDoor({ ...doorOptions(building, name), name, plugin, ...own })
  await closeWith(building, door)
  return door
}

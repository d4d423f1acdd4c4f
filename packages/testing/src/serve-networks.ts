// Networks in a process of their own. Its parent tells it which to start and to stop over the
// channel between them, and is told where everything is. It ends, and leaves nothing behind, when
// the parent goes away and when the last of its networks has stopped.
import { profiles } from '@iexec-sim/protocol'
import {
  defaultConfig,
  keepHeapSmall,
  type Network,
  offeredStandIn,
  startNetwork,
  withOfficialApps,
  withStandIns,
} from '@iexec-sim/stack'
import type { NetworkOptions } from './network-options.ts'
import { PRISTINE } from './pristine.ts'

/** Message to the process: start a network under this number, or stop it. */
export type HostOrder = { start: number; options: NetworkOptions } | { stop: number }

/** Message of the process about the network of a number. */
export type HostAnswer =
  | { id: number; network: { sheet: object; controlToken: string; stateDir: string } }
  | { id: number; failure: { message: string; help?: string } }
  | { id: number; stopped: true }

keepHeapSmall()

/** Networks by number, those that are being closed included. */
const networks = new Map<number, Promise<Network>>()
/** Ends of networks that are being closed, by number. */
const closings = new Map<number, Promise<void>>()

process.on('message', (order: HostOrder) =>
  'start' in order ? void start(order.start, order.options) : void stop(order.stop),
)
process.once('disconnect', () => void stopAll())
process.once('SIGTERM', () => void stopAll())
// A Ctrl-C reaches the whole group, and so does a terminal that is closed: the parent decides.
process.on('SIGINT', () => {}).on('SIGHUP', () => {})
// The parent may have ended while this module was loaded.
if (!process.connected) await stopAll()

async function start(id: number, options: NetworkOptions): Promise<void> {
  const starting = ready(options)
  networks.set(id, starting)
  try {
    const { sheet, controlToken, dir, stopRequested } = await starting
    answer({ id, network: { sheet, controlToken, stateDir: dir } })
    void stopRequested.then(() => stop(id))
  } catch (error) {
    networks.delete(id)
    const { message, help } = error as Error & { help?: string }
    answer({ id, failure: { message, ...(help === undefined ? {} : { help }) } })
    endIfEmpty()
  }
}

/** Starts a network; resolves when its offers are open and its first state is saved. */
async function ready({
  profile = 'bellecour',
  protocol,
  standIns = [],
  officialApps = false,
  ...options
}: NetworkOptions): Promise<Network> {
  const plain = defaultConfig(profiles[profile])
  const config = officialApps ? withOfficialApps(plain) : plain
  const asked = standIns.map((one) => (typeof one === 'string' ? offeredStandIn(one) : one))
  const network = await startNetwork({
    ...config,
    standIns: withStandIns(config.standIns, asked),
    ports: Object.fromEntries(Object.keys(profiles[profile].ports).map((name) => [name, 0])),
    logLevel: 'silent',
    ...options,
    ...(protocol === undefined
      ? {}
      : { protocol: (await import('@iexec-sim/contracts/sources')).parseSource(protocol) }),
  })
  try {
    await network.offersOpen()
    await network.snapshots.save(PRISTINE)
    return network
  } catch (error) {
    await network.close()
    throw error
  }
}

/** Stops a network and answers for each order to; one may have stopped by itself before. */
async function stop(id: number): Promise<void> {
  const closing = closings.get(id) ?? close(id)
  closings.set(id, closing)
  await closing
  answer({ id, stopped: true })
  endIfEmpty()
}

async function close(id: number): Promise<void> {
  const running = await networks.get(id)?.catch(() => undefined)
  // Other networks of the process go on when one cannot be closed.
  await running?.close().catch(({ message }: Error) => console.error(message))
  networks.delete(id)
}

async function stopAll(): Promise<void> {
  await Promise.allSettled([...networks.keys()].map(stop))
  process.exit()
}

function endIfEmpty(): void {
  if (networks.size === 0 && process.connected) process.disconnect()
}

function answer(document: HostAnswer): void {
  if (process.connected) process.send!(document)
}

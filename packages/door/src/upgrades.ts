import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

/**
 * The one owner of upgrades of a door: WebSockets go to the service that takes them, no other
 * upgrade stays unanswered.
 */
export interface Upgrades {
  /** Takes upgrades of a further server of the same door. */
  serve(server: Server): void
}

/**
 * Takes the place of the listeners a service's plugin has added to its server. `at` says at which
 * paths the service opens WebSockets. Any other upgrade (Java's client asks for `h2c` unless told
 * otherwise) is ignored, as HTTP allows: the request is answered as if it had not asked. Node
 * before 24.9 cannot do that where some upgrades are taken; there it is 426.
 */
export function ownUpgrades(server: Server, at: (path: string) => boolean): Upgrades {
  const takers = server.listeners('upgrade') as Upgrade[]
  server.removeAllListeners('upgrade')
  const isTaken = ({ headers, method, url = '' }: IncomingMessage): boolean =>
    headers.upgrade?.toLowerCase() === 'websocket' && method === 'GET' && at(url.split('?')[0]!)
  const take: Upgrade = (request, socket, head) => {
    // Node lets go of a socket that upgrades: without a listener its errors would end the process.
    socket.on('error', () => socket.destroy())
    if (!isTaken(request)) refuse(socket)
    else for (const taker of takers) taker.call(server, request, socket, head)
  }
  const serve = (further: Server): void => {
    if (takers.length === 0) return
    Object.assign(further, { shouldUpgradeCallback: isTaken })
    further.on('upgrade', take)
  }
  serve(server)
  return { serve }
}

/** Says no and closes, whether the other side does or not. */
function refuse(socket: Duplex): void {
  const headers = 'Upgrade: websocket\r\nConnection: Upgrade, close\r\nContent-Length: 0'
  socket.end(`HTTP/1.1 426 Upgrade Required\r\n${headers}\r\n\r\n`, () => socket.destroy())
}

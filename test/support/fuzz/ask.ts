import { connect as connectPlain, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

/** Response to the bytes sent to a door. */
export interface Heard {
  /** Status of an HTTP response; `undefined` without one. */
  status: number | undefined
  /** Start of what came. */
  text: string
  /**
   * From the last byte sent to the first heard or the end of the connection; `Infinity` when
   * neither came in time.
   */
  ms: number
}

/** Time limit for a first byte. */
const LONGEST_WAIT_MS = 5_000

/** Sends bytes to a door over a connection of their own, and hears what comes first. */
export function ask(url: URL, bytes: Buffer): Promise<Heard> {
  return new Promise((resolve) => {
    const socket = open(url)
    const start = performance.now()
    const end = (text: string, ms: number) => {
      clearTimeout(timeout)
      socket.destroy()
      const status = /^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1]
      resolve({ status: status === undefined ? undefined : Number(status), text, ms })
    }
    const timeout = setTimeout(() => end('', Number.POSITIVE_INFINITY), LONGEST_WAIT_MS)
    socket.once('data', (data) =>
      end(data.toString('latin1').slice(0, 2_000), performance.now() - start),
    )
    socket.on('error', () => {})
    socket.once('close', () => end('', performance.now() - start))
    socket.write(bytes)
  })
}

/** Sends an incomplete request and hangs up. */
export function abandon(url: URL, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const socket = open(url)
    socket.on('error', () => {})
    socket.once('close', () => resolve())
    socket.write(bytes, () => socket.destroy())
  })
}

function open({ protocol, hostname, port }: URL): Socket {
  const at = { host: hostname, port: Number(port) }
  return protocol === 'https:' ? connectTls({ ...at, rejectUnauthorized: false }) : connectPlain(at)
}

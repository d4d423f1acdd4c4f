import {
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls'
import type { HostMap } from '@iexec-sim/client'
import type { ServerAuthority } from '@iexec-sim/tee'
import { destinationOf } from './destination.ts'

/** Headers that concern the connection to the proxy alone. */
const OF_PROXY = ['host', 'proxy-connection', 'proxy-authorization']

/**
 * A forward proxy on loopback. It answers mapped hosts, over TLS with a certificate of its
 * authority, by asking the services of this machine, and refuses everything else: it leads nowhere
 * but here.
 */
export class ForwardProxy {
  readonly #map: HostMap
  readonly #authority: ServerAuthority
  readonly #contexts = new Map<string, Promise<SecureContext>>()
  readonly #server: Server = createServer((asked, answer) => this.#plain(asked, answer))
  /** Reads requests inside of tunnels. */
  readonly #inside: Server = createServer((asked, answer) =>
    this.#forward(hostOf(asked), asked, answer),
  )
  readonly #sockets = new Set<Duplex>()

  constructor(map: HostMap, authority: ServerAuthority) {
    this.#map = map
    this.#authority = authority
    this.#server.on('connect', (asked, socket, head) => void this.#tunnel(asked, socket, head))
    for (const server of [this.#server, this.#inside])
      server.on('connection', (socket: Socket) => this.#keep(socket))
    this.#inside.on('upgrade', (asked, socket, head) => this.#upgrade(asked, socket, head))
    this.#inside.on('clientError', (_error, socket) => socket.destroy())
  }

  /** Listens on a port of loopback, 0 for any free one, and returns the proxy's URL. */
  listen(port: number): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, '127.0.0.1', () =>
        resolve(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`),
      )
    })
  }

  /** Stops listening and ends what is open. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve))
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  #keep(socket: Duplex): void {
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket))
    socket.on('error', () => socket.destroy())
  }

  /** A request that names the whole address, as clients send it to a proxy without TLS. */
  #plain(asked: IncomingMessage, answer: ServerResponse): void {
    const url = URL.parse(asked.url ?? '')
    if (url?.protocol === 'http:') {
      asked.url = url.pathname + url.search
      this.#forward(url.hostname, asked, answer)
    } else refuse(answer, 400, 'This is a forward proxy: set it as HTTP_PROXY and HTTPS_PROXY.')
  }

  async #tunnel(asked: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const host = (asked.url ?? '').replace(/:443$/, '').toLowerCase()
    if (!this.#map.routes.some((route) => route.host === host)) {
      const sentence = notMapped(asked.url ?? '')
      socket.end(
        `HTTP/1.1 403 Forbidden\r\ncontent-type: text/plain\r\ncontent-length: ${Buffer.byteLength(sentence)}\r\nconnection: close\r\n\r\n${sentence}`,
      )
      return
    }
    try {
      const secureContext = await this.#contextOf(host)
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      socket.unshift(head) // a client may begin before it is answered
      const inside = new TLSSocket(socket, { isServer: true, secureContext })
      this.#inside.emit('connection', Object.assign(inside, { mappedHost: host }))
    } catch {
      socket.destroy()
    }
  }

  /** Each host's key and certificate are made once. */
  #contextOf(host: string): Promise<SecureContext> {
    const known = this.#contexts.get(host)
    if (known) return known
    const made = this.#authority
      .issue([host])
      .then(({ certificate, privateKey }) =>
        createSecureContext({ cert: certificate + this.#authority.certificate, key: privateKey }),
      )
    this.#contexts.set(host, made)
    made.catch(() => this.#contexts.delete(host)) // tried again by the next request
    return made
  }

  #forward(host: string, asked: IncomingMessage, answer: ServerResponse): void {
    const to = destinationOf(this.#map, host, asked.url ?? '/')
    if (!to) {
      refuse(answer, 403, notMapped(host + (asked.url ?? '')))
      return
    }
    const sent = request(to, { method: asked.method, headers: headersOf(asked) }, (got) => {
      answer.writeHead(got.statusCode!, got.statusMessage, got.rawHeaders)
      got.pipe(answer)
      got.on('error', () => answer.destroy())
    })
    sent.on('error', (error) =>
      answer.headersSent ? answer.destroy() : refuse(answer, 502, `${host}: ${error.message}`),
    )
    answer.on('close', () => sent.destroy())
    asked.pipe(sent)
  }

  /** A WebSocket: the service's socket is joined to the client's. */
  #upgrade(asked: IncomingMessage, socket: Duplex, head: Buffer): void {
    const to = destinationOf(this.#map, hostOf(asked), asked.url ?? '/')
    if (!to) {
      socket.destroy()
      return
    }
    const service = connect(Number(to.port), to.hostname, () => {
      const headers = Object.entries({ ...headersOf(asked), host: to.host })
      const lines = headers.map(([name, value]) => `${name}: ${value}`)
      service.write(`GET ${to.pathname}${to.search} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
      service.write(head)
      service.pipe(socket).pipe(service)
    })
    this.#keep(service)
    socket.on('close', () => service.destroy())
    service.on('close', () => socket.destroy())
  }
}

const hostOf = ({ socket }: IncomingMessage): string =>
  (socket as Socket & { mappedHost: string }).mappedHost

const headersOf = ({ headers }: IncomingMessage) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_PROXY.includes(name)))

const notMapped = (address: string): string =>
  `${address} was not asked: no network of this machine stands in for it, and this proxy leads nowhere else.\n`

function refuse(answer: ServerResponse, status: number, sentence: string): void {
  answer.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' })
  answer.end(sentence)
}

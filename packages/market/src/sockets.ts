import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http'
import { type AllowedNames, isAllowedHost, isAllowedOrigin } from '@iexec-sim/door'
import type { Bytes32 } from '@iexec-sim/protocol'
import { Server } from 'socket.io'
import type { OrderName } from './order-kinds.ts'
import type { OrderRecord } from './order-record.ts'
import type { DealDocument } from './store/deal-store.ts'

const TOPICS: readonly unknown[] = ['orders', 'deals']

/** Whether a path is that of the socket.io channels. */
export const isSocketPath = (path: string): boolean => path === '/ws' || path.startsWith('/ws/')

/**
 * Announces changes to socket.io clients. A client joins the channel `<chainId>:orders` or
 * `<chainId>:deals`.
 */
export class Announcer {
  readonly #chainId: number
  #server: Server | undefined

  constructor(chainId: number) {
    this.#chainId = chainId
  }

  /** Listens on the market's own server, at `/ws`, for those its door lets in. */
  open(http: HttpServer, names: AllowedNames): void {
    const server = new Server({
      path: '/ws',
      serveClient: false,
      maxHttpBufferSize: 16_384,
      cors: { origin: (origin, done) => done(null, isAllowedOrigin(origin, names)) },
      allowRequest: ({ headers: { host, origin } }, done) =>
        done(null, isAllowedHost(host, names) && isAllowedOrigin(origin, names)),
    })
    server.on('connection', (socket) => {
      socket.on('join', (asked: unknown, acknowledge: unknown) => {
        const channel = this.#channelOf(asked)
        if (channel) void socket.join(channel)
        if (typeof acknowledge === 'function') acknowledge(channel !== undefined)
      })
    })
    server.attach(http)
    this.#server = server
  }

  /** Takes a request that came another way than over that server. */
  handle(request: IncomingMessage, response: ServerResponse): void {
    // The engine's own types are of a request it has already marked.
    this.#server?.engine.handleRequest(request as never, response)
  }

  /** Ends every client's connection. */
  async close(): Promise<void> {
    this.#server?.disconnectSockets(true)
    this.#server?.engine.close()
    this.#server = undefined
  }

  published(name: OrderName, { chainId: _, ...record }: OrderRecord): void {
    this.#tell('orders', `${name}_published`, record)
  }

  updated(name: OrderName, { chainId: _, ...record }: OrderRecord): void {
    this.#tell('orders', `${name}_updated`, record)
  }

  unpublished(name: OrderName, hash: Bytes32): void {
    this.#tell('orders', `${name}_unpublished`, hash)
  }

  dealCreated(deal: DealDocument): void {
    this.#tell('deals', 'deal_created', deal)
  }

  #tell(topic: string, event: string, message: unknown): void {
    this.#server?.to(`${this.#chainId}:${topic}`).emit(event, message)
  }

  #channelOf(asked: unknown): string | undefined {
    const { chainId, topic } = (typeof asked === 'object' && asked !== null ? asked : {}) as Record<
      string,
      unknown
    >
    // Compared as they are: what a client sent may not let itself be made a number or a text.
    const isServed = chainId === this.#chainId || chainId === String(this.#chainId)
    return isServed && TOPICS.includes(topic) ? `${chainId}:${topic}` : undefined
  }
}

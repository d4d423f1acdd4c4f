import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { availableParallelism } from 'node:os'
import { askControl } from '@iexec-sim/client'
import { type HeldNetwork, NetworkHost } from './network-host.ts'
import { PRISTINE } from './pristine.ts'

/**
 * Networks that tests take and give back; each is reset in between. One is always kept ready, as
 * long as there is a test to come.
 */
export class NetworkPool implements AsyncDisposable {
  readonly #token = randomBytes(24).toString('hex')
  readonly #server = createServer((request, response) => void this.#serve(request, response))
  /** Networks that are free, or will be. */
  readonly #free: Promise<HeldNetwork>[] = []
  readonly #all = new Set<HeldNetwork>()
  /** Those that start just now. */
  readonly #starting = new Set<Promise<HeldNetwork>>()
  #hosts: NetworkHost[] = []
  #closed = false

  /** Starts a pool with this many networks. */
  static async start(size: number): Promise<NetworkPool> {
    const pool = new NetworkPool()
    for (let i = 0; i < size; i++) pool.#addFree(pool.#begin())
    try {
      await Promise.all(pool.#free)
    } catch (error) {
      await pool.close()
      throw error
    }
    await new Promise<void>((resolve) => pool.#server.listen(0, '127.0.0.1', resolve))
    return pool
  }

  /** Environment of the processes that take networks. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${this.#token}`
  }

  /** Ends all networks. */
  async close(): Promise<void> {
    this.#closed = true
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
    await Promise.allSettled([...this.#free, ...this.#starting])
    await Promise.all([...this.#all].map((held) => held.release()))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A page in a browser has no token. No client takes a network by another method: what a body
    // says is never read.
    if (request.method !== 'GET' || request.url !== `/${this.#token}`)
      return void response.writeHead(404).end()
    try {
      const held = await (this.#free.shift() ?? this.#begin())
      response.writeHead(200, { 'content-type': 'application/x-ndjson' })
      if (response.destroyed) return this.#addFree(Promise.resolve(held))
      response.once('close', () => this.#addFree(this.#refresh(held)))
      response.write(`${JSON.stringify(held.network)}\n`)
    } catch (error) {
      response.writeHead(500).end((error as Error).message)
    }
  }

  async #begin(): Promise<HeldNetwork> {
    const starting = this.#host().start({})
    this.#starting.add(starting)
    try {
      const held = await starting
      this.#all.add(held)
      return held
    } finally {
      this.#starting.delete(starting)
    }
  }

  /**
   * The process that the next network starts in. There are as many as processors: more would share
   * them, and cost the memory of their code.
   */
  #host(): NetworkHost {
    this.#hosts = this.#hosts.filter(({ isOpen }) => isOpen)
    if (this.#hosts.length < availableParallelism()) {
      const host = new NetworkHost()
      this.#hosts.push(host)
      return host
    }
    return this.#hosts.reduce((least, host) => (host.size < least.size ? host : least))
  }

  /** Makes a network as good as new. One that cannot be reset is replaced. */
  async #refresh(held: HeldNetwork): Promise<HeldNetwork> {
    if (this.#closed) return held
    try {
      for (const { name } of (await (
        await askControl(held.network, 'GET', '/snapshots')
      ).json()) as { name: string }[])
        if (name !== PRISTINE)
          await askControl(held.network, 'DELETE', `/snapshots/${encodeURIComponent(name)}`)
      await askControl(held.network, 'POST', `/snapshots/${PRISTINE}/restore`)
      return held
    } catch (error) {
      // It ends with the pool, and none takes its place.
      if (this.#closed) throw error
      this.#all.delete(held)
      await held.release()
      return this.#begin()
    }
  }

  #addFree(network: Promise<HeldNetwork>): void {
    // Reported to the process that takes it.
    network.catch(() => {})
    this.#free.push(network)
  }
}

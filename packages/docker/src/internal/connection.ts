import type Docker from 'dockerode'
import type { DockerOptions } from 'dockerode'
import { DialBounds } from './dial-bounds.ts'
import { engineError } from './failure.ts'

/**
 * One lazily loaded client of one engine. dockerode takes a quarter of a second to load, so nothing
 * loads it before it is used.
 */
export class Connection {
  readonly #options: DockerOptions | undefined
  #client: Promise<Docker> | undefined
  readonly #bounds: DialBounds
  #where = 'the default socket'

  /** `timeoutMs`: time limit for the start of each response. */
  constructor(options: DockerOptions | undefined, timeoutMs?: number) {
    this.#options = options
    this.#bounds = new DialBounds(timeoutMs)
  }

  /**
   * Runs one operation of the engine; a failure is thrown as a SimError that names the operation.
   */
  async ask<T>(action: string, work: (docker: Docker) => Promise<T>): Promise<T> {
    try {
      return await work(await this.client())
    } catch (error) {
      throw this.failure(error, action)
    }
  }

  /** Whether the engine was called yet. */
  get isUsed(): boolean {
    return this.#client !== undefined
  }

  /** The client itself. */
  client(): Promise<Docker> {
    this.#client ??= this.#load()
    return this.#client
  }

  /** The SimError for a failure of `action`. */
  failure(error: unknown, action: string): Error {
    return engineError(error, action, this.#where)
  }

  /**
   * From now on waits no longer than `milliseconds` for anything, calls and streams under way
   * included.
   */
  endWithin(milliseconds: number): void {
    this.#bounds.endWithin(milliseconds)
  }

  async #load(): Promise<Docker> {
    const { default: Client } = await import('dockerode')
    const docker = this.#options === undefined ? new Client() : new Client(this.#options)
    this.#bounds.guard(docker)
    this.#where = await describe(docker)
    return docker
  }
}

async function describe(docker: Docker): Promise<string> {
  const modem = docker.modem as {
    socketPath?: string | (() => Promise<string>)
    protocol?: string
    host?: string
    port?: string | number
  }
  if (modem.host !== undefined)
    return `${modem.protocol ?? 'http'}://${modem.host}:${modem.port ?? ''}`
  const path = typeof modem.socketPath === 'function' ? await modem.socketPath() : modem.socketPath
  return path ?? 'the default socket'
}

import { PassThrough } from 'node:stream'
import type Docker from 'dockerode'
import type { Logger } from 'pino'
import { containment } from './containment.ts'
import { eachLine } from './each-line.ts'
import type { Connection } from './internal/connection.ts'
import { interfaceSettings } from './internal/interface-settings.ts'
import { createClosedNetwork, removeContainer, removeNetwork } from './internal/networks.ts'
import { NoAnswer } from './internal/no-answer.ts'
import { ownerLabels } from './labels.ts'
import { DEFAULT_LIMITS } from './limits.ts'
import type { SlotServices } from './services.ts'

/** A host name a task asked for and did not get. */
export interface RefusedName {
  /** Host name the app asked for. */
  name: string
  /** Milliseconds since 1970. */
  at: number
}

const NAMES_LIMITS = { ...DEFAULT_LIMITS, memoryBytes: 96 * 1024 ** 2, processes: 64 }
/** Refused names kept per slot. */
const KEPT_NAMES = 1_000
const CLEAN_TIMEOUT_MS = 5_000
/** Milliseconds a name service has to say that it is ready. */
const READY_TIMEOUT_MS = 30_000
/** An unused address of the slot network: connections fail at once, not after three seconds. */
const NEIGHBOUR_SETTINGS = { mcast_solicit: '1', retrans_time_ms: '100' }

/**
 * Resources of a worker slot: a closed network and, on it, the name service. A task joins the
 * network through the name service's own network namespace, so a start builds no interface, no
 * routes and no filter rules: that saves half of it. One task at a time.
 */
export class Slot {
  readonly name: string
  readonly #connection: Connection
  readonly #network: string
  readonly #services: SlotServices
  readonly #log: Logger
  #networkId: string | undefined
  #holder: string | undefined
  /**
   * Name services that can't be heard any more: they may still run, and would keep the network from
   * being removed.
   */
  readonly #unheard = new Set<string>()
  #refused: RefusedName[] = []
  #cleaned: (() => void) | undefined

  constructor(
    connection: Connection,
    network: string,
    name: string,
    services: SlotServices,
    log: Logger,
  ) {
    this.#connection = connection
    this.#network = network
    this.name = name
    this.#services = services
    this.#log = log
  }

  /** Container whose network namespace tasks join. */
  get holder(): string {
    if (this.#holder === undefined) throw new Error(`slot ${this.name} is not open`)
    return this.#holder
  }

  /** Volume with the certificates tasks trust. */
  get trustVolume(): string | undefined {
    return this.#services.trustVolume
  }

  /**
   * Makes the slot usable: called by the engine when it opens, and again before a task in case the
   * name service or a stand-in has died.
   */
  async open(): Promise<void> {
    await this.#services.replaceDead()
    if (this.#holder !== undefined) return
    await this.#removeUnheard()
    await this.#services.start()
    if (this.#networkId === undefined) {
      this.#networkId = await createClosedNetwork(
        this.#connection,
        `iexec-sim-${this.#network}-${this.name}`,
        this.#network,
        'slot',
      )
      await this.#services.joinNetwork(this.#networkId)
    }
    this.#holder = await this.#connection.ask(
      `start the name service of slot ${this.name}`,
      (docker) => this.#startNames(docker),
    )
  }

  /**
   * Takes back what a task may have left: its network namespace came with the host and resolver
   * files of the name service. Called by the engine when a task's container has ended. A name
   * service that does not answer is replaced. Does not reject.
   */
  async clean(): Promise<void> {
    const holder = this.#holder
    if (holder === undefined) return
    try {
      const cleaned = this.#nextClean()
      const docker = await this.#connection.client()
      await Promise.all([cleaned, docker.getContainer(holder).kill({ signal: 'SIGHUP' })])
    } catch (error) {
      this.#log.warn(
        { slot: this.name, reason: (error as Error).message },
        'the name service is replaced',
      )
      this.#holder = undefined
      this.#unheard.add(holder)
      await this.#removeUnheard().catch(() => {}) // tried again when the slot opens or closes
    }
  }

  #nextClean(): Promise<void> {
    const cleaned = Promise.withResolvers<void>()
    const timer = setTimeout(() => cleaned.reject(new Error('no answer')), CLEAN_TIMEOUT_MS)
    this.#cleaned = cleaned.resolve
    return cleaned.promise.finally(() => clearTimeout(timer))
  }

  /** Names refused since a time (milliseconds since 1970), oldest first, each once. */
  refusedNames(since = 0): RefusedName[] {
    const seen = new Set<string>()
    return this.#refused.filter(({ name, at }) => at >= since && !seen.has(name) && seen.add(name))
  }

  /**
   * Removes the name service and the network. What could not be removed is tried again by the next
   * call.
   */
  async close(): Promise<void> {
    if (this.#holder !== undefined) this.#unheard.add(this.#holder)
    this.#holder = undefined
    await this.#removeUnheard()
    const networkId = this.#networkId
    if (networkId === undefined) return
    await this.#services.leaveNetwork(networkId)
    await removeNetwork(this.#connection, networkId)
    this.#networkId = undefined
  }

  async #removeUnheard(): Promise<void> {
    for (const id of this.#unheard) {
      await removeContainer(this.#connection, id)
      this.#unheard.delete(id)
    }
  }

  async #startNames(docker: Docker): Promise<string> {
    const { ApiVersion } = await docker.version()
    const { Sysctls, ...networking } = interfaceSettings(
      ApiVersion,
      this.#networkId!,
      NEIGHBOUR_SETTINGS,
    )
    const container = await docker.createContainer({
      Image: this.#services.namesImage,
      User: '0:0',
      Labels: ownerLabels(this.#network, 'names'),
      AttachStdout: true,
      ...networking,
      HostConfig: {
        ...containment(NAMES_LIMITS),
        NetworkMode: this.#networkId!,
        Dns: ['127.0.0.1'],
        DnsSearch: ['.'],
        DnsOptions: ['ndots:0', 'timeout:1', 'attempts:1'],
        Sysctls: {
          'net.ipv4.ip_forward': '0',
          'net.ipv4.ip_unprivileged_port_start': '0',
          ...Sysctls,
        },
      },
    })
    try {
      await this.#follow(docker, container)
      return container.id
    } catch (error) {
      await container.remove({ force: true, v: true }).catch(() => {})
      throw error
    }
  }

  /**
   * Starts the name service and reads its lines for as long as it lives; resolves with its first
   * line, "ready".
   */
  async #follow(docker: Docker, container: Docker.Container): Promise<void> {
    const stream = await container.attach({ stream: true, stdout: true, stderr: true })
    const lines = new PassThrough()
    docker.modem.demuxStream(stream, lines, lines)
    const ready = Promise.withResolvers<void>()
    // Bytes that come after the end have no reader and must not end the process.
    lines.on('error', () => {})
    const end = () => {
      if (this.#holder === container.id) {
        this.#holder = undefined
        this.#unheard.add(container.id)
      }
      ready.reject(new Error('the name service ended before it was ready'))
      lines.end()
    }
    stream.on('end', end).on('close', end).on('error', end)
    eachLine(lines, (line) => this.#read(line, ready.resolve))
    ready.promise.catch(() => {}) // a failed start has the better reason
    await container.start()
    const timer = setTimeout(() => ready.reject(new NoAnswer(READY_TIMEOUT_MS)), READY_TIMEOUT_MS)
    await ready.promise.finally(() => clearTimeout(timer))
  }

  #read(line: string, ready: () => void): void {
    const said = parse(line)
    if (said.ready === true) ready()
    else if (said.clean === true) this.#cleaned?.()
    else if (typeof said.refused === 'string') {
      this.#refused.push({ name: said.refused, at: Date.now() })
      if (this.#refused.length > KEPT_NAMES) this.#refused.shift()
    } else
      this.#log.warn(
        { slot: this.name, said: line.slice(0, 500) },
        'the name service said something else',
      )
  }
}

function parse(line: string): { ready?: unknown; clean?: unknown; refused?: unknown } {
  try {
    return JSON.parse(line) as { ready?: unknown; clean?: unknown; refused?: unknown }
  } catch {
    return {}
  }
}

import { PassThrough } from 'node:stream'
import type Docker from 'dockerode'
import { type ArchiveFile, packFiles } from './archive.ts'
import { containment, TRUST_FOLDER } from './containment.ts'
import { eachLine } from './each-line.ts'
import type { Connection } from './internal/connection.ts'
import {
  createClosedNetwork,
  removeContainer,
  removeNetwork,
  removeVolume,
} from './internal/networks.ts'
import { ownerLabels } from './labels.ts'
import { DEFAULT_LIMITS } from './limits.ts'

/** A container that stands in for outside hosts on every slot network. */
export interface StandInSpec {
  /** Host names that it stands in for. */
  hosts: readonly string[]
  /** Image that serves them; port 443 with the key and certificate below. */
  image: string
  /** Private key (PEM) of its leaf certificate: the only key it ever holds. */
  key: string
  /** Certificate chain (PEM) for its hosts. */
  certificate: string
  /** Extra variables of the image. */
  environment?: Readonly<Record<string, string>>
  /**
   * Receives each line that it prints; `say` writes a line to its standard input. @default its
   * output is not read
   */
  onLine?: ((line: string, say: (line: string) => void) => void) | undefined
}

/** Services that the slots of one network share. */
export interface SlotServicesSpec {
  /** Image of the name service, which also holds each slot's network. */
  namesImage: string
  /** Certificates (PEM) task containers trust. */
  trustedCertificates: string
  /** Containers that stand in for outside hosts. */
  standIns: readonly StandInSpec[]
}

interface RunningStandIn {
  id: string
  spec: StandInSpec
  /** Whether it has ended; noticed where its lines are read. */
  isDead: boolean
}

const STAND_IN_LIMITS = { ...DEFAULT_LIMITS, memoryBytes: 128 * 1024 ** 2, processes: 64 }

/**
 * The running stand-ins of one simulated network and the volume with the certificates its tasks
 * trust.
 */
export class SlotServices {
  readonly namesImage: string
  readonly trustVolume: string
  readonly #connection: Connection
  readonly #network: string
  readonly #spec: SlotServicesSpec
  #containers: RunningStandIn[] = []
  /** Slot networks the stand-ins are on. */
  readonly #joined = new Set<string>()
  #replacing: Promise<void> | undefined
  #home: string | undefined
  /** Whether the trust volume may be there. */
  #hasVolume = false
  #started: Promise<void> | undefined

  constructor(connection: Connection, network: string, spec: SlotServicesSpec) {
    this.#connection = connection
    this.#network = network
    this.#spec = spec
    this.namesImage = spec.namesImage
    this.trustVolume = `iexec-sim-${network}-trust`
  }

  /**
   * Resolves when the stand-ins run; concurrent calls share one start, and a failed start is tried
   * again.
   */
  start(): Promise<void> {
    this.#started ??= this.#start().catch((error) => {
      this.#started = undefined
      throw error
    })
    return this.#started
  }

  /** Connects the stand-ins to one slot network. */
  async joinNetwork(networkId: string): Promise<void> {
    await this.start()
    await this.replaceDead()
    for (const standIn of this.#containers) await this.#connect(standIn, networkId)
    this.#joined.add(networkId)
  }

  /** Replaces stand-ins that have died, on every slot network; concurrent calls share the work. */
  async replaceDead(): Promise<void> {
    if (!this.#containers.some(({ isDead }) => isDead)) return
    this.#replacing ??= this.#replaceDead().finally(() => {
      this.#replacing = undefined
    })
    await this.#replacing
  }

  /** Takes the stand-ins off a slot network, so that it can be removed. */
  async leaveNetwork(networkId: string): Promise<void> {
    this.#joined.delete(networkId)
    for (const { id } of this.#containers) {
      await this.#connection
        .ask('disconnect a stand-in', (docker) =>
          docker.getNetwork(networkId).disconnect({ Container: id, Force: true }),
        )
        .catch(() => {}) // the removal of the network tells if it matters
    }
  }

  /** Removes the stand-ins, their network and the trust volume. */
  async close(): Promise<void> {
    await this.#started?.catch(() => {})
    await this.#replacing?.catch(() => {})
    await Promise.all(this.#containers.map(({ id }) => removeContainer(this.#connection, id)))
    if (this.#home !== undefined) await removeNetwork(this.#connection, this.#home)
    if (this.#hasVolume) await removeVolume(this.#connection, this.trustVolume)
    this.#hasVolume = false
    this.#containers = []
    this.#home = undefined
    this.#started = undefined
  }

  async #start(): Promise<void> {
    await this.#fillTrustVolume()
    if (this.#spec.standIns.length === 0) return
    this.#home ??= await createClosedNetwork(
      this.#connection,
      `iexec-sim-${this.#network}-stand-ins`,
      this.#network,
      'stand-in',
    )
    for (const standIn of this.#spec.standIns.slice(this.#containers.length))
      this.#containers.push(await this.#startStandIn(standIn, this.#home))
  }

  async #replaceDead(): Promise<void> {
    for (const [i, dead] of this.#containers.entries()) {
      if (!dead.isDead) continue
      await removeContainer(this.#connection, dead.id)
      const fresh = await this.#startStandIn(dead.spec, this.#home!)
      this.#containers[i] = fresh
      try {
        for (const networkId of this.#joined) await this.#connect(fresh, networkId)
      } catch (error) {
        fresh.isDead = true // no task could reach it: replaced by the next call
        throw error
      }
    }
  }

  #connect({ id, spec: { hosts } }: RunningStandIn, networkId: string): Promise<unknown> {
    return this.#connection.ask(`connect the stand-in of ${hosts[0]}`, (docker) =>
      docker
        .getNetwork(networkId)
        .connect({ Container: id, EndpointConfig: { Aliases: [...hosts] } }),
    )
  }

  /** A volume is filled through a container that mounts it; that one is never started. */
  async #fillTrustVolume(): Promise<void> {
    this.#hasVolume = true
    await this.#connection.ask('create the volume of trusted certificates', async (docker) => {
      await docker.createVolume({
        Name: this.trustVolume,
        Labels: ownerLabels(this.#network, 'trust'),
      })
      const filler = await docker.createContainer({
        Image: this.#spec.namesImage,
        Labels: ownerLabels(this.#network, 'trust'),
        HostConfig: {
          NetworkMode: 'none',
          Mounts: [{ Type: 'volume', Source: this.trustVolume, Target: TRUST_FOLDER }],
        },
      })
      try {
        await put(filler, TRUST_FOLDER, [
          { name: 'ca.pem', content: this.#spec.trustedCertificates },
        ])
      } finally {
        await filler.remove({ force: true })
      }
    })
  }

  async #startStandIn(standIn: StandInSpec, home: string): Promise<RunningStandIn> {
    return this.#connection.ask(
      `start the stand-in of ${standIn.hosts.join(', ')}`,
      async (docker) => {
        const container = await docker.createContainer({
          Image: standIn.image,
          Env: Object.entries(standIn.environment ?? {}).map(([name, value]) => `${name}=${value}`),
          Labels: ownerLabels(this.#network, 'stand-in'),
          OpenStdin: standIn.onLine !== undefined,
          HostConfig: {
            ...containment(STAND_IN_LIMITS),
            NetworkMode: home,
            // It stands in several slot networks and must not carry packets from one to another.
            Sysctls: { 'net.ipv4.ip_forward': '0', 'net.ipv4.ip_unprivileged_port_start': '0' },
          },
        })
        try {
          await put(container, '/', [
            { name: 'stand-in/tls.key', content: standIn.key, mode: 0o400 },
            { name: 'stand-in/tls.crt', content: standIn.certificate },
          ])
          const running = { id: container.id, spec: standIn, isDead: false }
          const onEnd = () => {
            running.isDead = true
          }
          if (standIn.onLine) await listen(docker, container, standIn.onLine, onEnd)
          await container.start()
          return running
        } catch (error) {
          await container.remove({ force: true }).catch(() => {})
          throw error
        }
      },
    )
  }
}

/** Reads the lines a container prints, for as long as it lives. */
async function listen(
  docker: Docker,
  container: Docker.Container,
  onLine: NonNullable<StandInSpec['onLine']>,
  onEnd: () => void,
): Promise<void> {
  const stream = await container.attach({ stream: true, stdin: true, stdout: true, hijack: true })
  const lines = new PassThrough()
  docker.modem.demuxStream(stream, lines, new PassThrough().resume())
  // Bytes that come after the end have no reader and must not end the process.
  for (const emitter of [stream, lines]) emitter.on('error', () => {})
  stream.on('close', () => {
    lines.end()
    onEnd()
  })
  eachLine(lines, (line) =>
    onLine(line, (said) => {
      if (stream.writable) stream.write(`${said}\n`)
    }),
  )
}

async function put(
  container: Docker.Container,
  path: string,
  files: readonly ArchiveFile[],
): Promise<void> {
  await container.putArchive(packFiles(files), { path })
}

import type { Readable } from 'node:stream'
import { SimError } from '@iexec-sim/base'
import type { DockerOptions } from 'dockerode'
import { type Logger, pino } from 'pino'
import * as images from './images.ts'
import { Connection } from './internal/connection.ts'
import { removeContainer } from './internal/networks.ts'
import { type OwnContainer, ownContainer } from './own-container.ts'
import { type ContainerRun, type RunOptions, TaskContainer } from './run.ts'
import { SlotServices, type SlotServicesSpec } from './services.ts'
import { Slot } from './slot.ts'
import type { ContainerSpec } from './spec.ts'
import { type SweepResult, sweep } from './sweep.ts'
import { type EngineTrouble, inTrouble } from './trouble.ts'

/** Options of {@link connectEngine}. */
export interface EngineOptions {
  /**
   * Id of the simulated network that owns what is created: the value of the label on it. Lower-case
   * letters, digits and dashes.
   */
  network: string
  /** Address of the engine. @default DOCKER_HOST, else the machine's default socket */
  docker?: DockerOptions | undefined
  /** Time limit for the start of each response, in ms. @default 60,000 */
  timeoutMs?: number | undefined
  /** Log of the engine's calls. @default none */
  log?: Logger | undefined
  /**
   * Whether task containers run without any capability. @default false: with Docker's own, but for
   * MKNOD and NET_RAW
   */
  harden?: boolean | undefined
  /** Deliberate trouble with a task container. @default none */
  trouble?: ((spec: ContainerSpec) => Promise<EngineTrouble | undefined>) | undefined
}

/** The engine behind the address. */
export interface EngineInfo {
  /** Version of the engine, such as `27.0.3`. */
  version: string
  /** Version of its API, such as `1.46`. */
  apiVersion: string
  /** Operating system, such as `linux`. */
  os: string
  /** Processor architecture, such as `x86_64`. */
  architecture: string
}

/** Makes an {@link Engine}. The engine is not called before the first use. */
export function connectEngine(options: EngineOptions): Engine {
  return new Engine(options)
}

/**
 * The Docker engine as one simulated network uses it. Everything it creates carries the network's
 * label; {@link close} removes it.
 */
export class Engine {
  readonly network: string
  readonly #connection: Connection
  readonly #log: Logger
  readonly #trouble: EngineOptions['trouble']
  /** Whether task containers run without any capability. */
  readonly hardens: boolean
  readonly #slots = new Set<Slot>()
  readonly #services = new Set<SlotServices>()
  /** Runs, and removals that their runs did not wait for. */
  readonly #running = new Set<Promise<unknown>>()
  /** Removal of the last container of a slot. */
  readonly #removals = new WeakMap<Slot, Promise<void>>()
  /** Containers whose removal failed, for example because the engine was away. */
  readonly #leftovers = new Set<string>()
  readonly #users = new Map<string, string>()

  constructor({ network, docker, timeoutMs, log, trouble, harden = false }: EngineOptions) {
    this.hardens = harden
    this.#trouble = trouble
    this.network = network
    this.#connection = new Connection(docker, timeoutMs)
    this.#log = log ?? pino({ level: 'silent' })
  }

  /**
   * Reads the engine's version; throws `ENGINE_UNREACHABLE` with the address and the command to
   * run.
   */
  async ping(): Promise<EngineInfo> {
    const version = await this.#connection.ask('say its version', (docker) => docker.version())
    return {
      version: version.Version,
      apiVersion: version.ApiVersion,
      os: version.Os,
      architecture: version.Arch,
    }
  }

  /** The container this process runs in, when this engine runs it. */
  ownContainer(): Promise<OwnContainer | undefined> {
    return ownContainer(this.#connection)
  }

  /**
   * Looks an image up in the local engine by name or content id; `undefined` when it is not there.
   */
  inspectImage(ref: string): Promise<images.ImageInfo | undefined> {
    return images.inspectImage(this.#connection, ref)
  }

  /** Like {@link inspectImage}, but throws `IMAGE_NOT_FOUND`. */
  async requireImage(ref: string): Promise<images.ImageInfo> {
    const image = await this.inspectImage(ref)
    if (image === undefined) throw new SimError('IMAGE_NOT_FOUND', { image: ref })
    return image
  }

  /**
   * Pulls an image from its registry; throws `IMAGE_PULL_FAILED`, also when `timeoutMs`
   * milliseconds are over.
   */
  pullImage(ref: string, timeoutMs: number, signal?: AbortSignal): Promise<images.ImageInfo> {
    return images.pullImage(this.#connection, ref, timeoutMs, signal)
  }

  /**
   * Builds an image; throws `IMAGE_BUILD_FAILED`. `context` is a tar stream that holds the
   * Dockerfile.
   */
  buildImage(context: Readable, options: images.BuildOptions): Promise<images.ImageInfo> {
    return images.buildImage(this.#connection, context, options)
  }

  /** Gives an image one more name. */
  async tagImage(ref: string, tag: string): Promise<void> {
    const colon = tag.lastIndexOf(':')
    const named = colon > tag.lastIndexOf('/')
    const target = named
      ? { repo: tag.slice(0, colon), tag: tag.slice(colon + 1) }
      : { repo: tag, tag: 'latest' }
    await this.#connection.ask(`tag image ${ref}`, (docker) => docker.getImage(ref).tag(target))
  }

  /** Removes an image name; the image goes with its last name. Absent is fine. */
  async removeImage(ref: string): Promise<void> {
    if ((await this.inspectImage(ref)) === undefined) return
    await this.#connection.ask(`remove image ${ref}`, (docker) =>
      docker.getImage(ref).remove({ force: true }),
    )
  }

  /** Images that carry a label, as name and labels. */
  async listImages(label: string): Promise<{ names: string[]; labels: Record<string, string> }[]> {
    const found = await this.#connection.ask('list images', (docker) =>
      docker.listImages({ filters: { label: [label] } }),
    )
    return found.map(({ RepoTags, Labels }) => ({ names: RepoTags ?? [], labels: Labels ?? {} }))
  }

  /** Hands the whole file system of an image to `read` as one tar stream. */
  exportImage<T>(imageId: string, read: (archive: Readable) => Promise<T>): Promise<T> {
    return images.exportImage(this.#connection, this.network, imageId, read)
  }

  /**
   * Services that this network's slots share: stand-ins, name service, trusted certificates. Starts
   * with the first slot or {@link SlotServices.start}.
   */
  startSlotServices(spec: SlotServicesSpec): SlotServices {
    const services = new SlotServices(this.#connection, this.network, spec)
    this.#services.add(services)
    return services
  }

  /**
   * Opens a worker slot: its own closed network with a name service and the stand-ins on it, for
   * the slot's life.
   */
  async openSlot({ name, services }: { name: string; services: SlotServices }): Promise<Slot> {
    const slot = new Slot(this.#connection, this.network, name, services, this.#log)
    this.#slots.add(slot)
    try {
      await slot.open()
      return slot
    } catch (error) {
      // Its partial resources would obstruct the next attempt; those that remain are removed at the
      // end.
      await slot.close().then(
        () => this.#slots.delete(slot),
        () => {},
      )
      throw error
    }
  }

  /**
   * Runs one container from creation to removal; it is gone when this settles, however it settles,
   * unless {@link RunOptions.onRemoval} takes the removal over. Throws `IMAGE_NOT_FOUND`, `COMMAND_NOT_STARTED`, `ENGINE_HUNG_UP`, `ENGINE_NO_SPACE`,
   * `ENGINE_UNREACHABLE`, `ENGINE_REFUSED`, or the signal's reason. An app that fails, runs out of
   * memory or out of time is a result, not an error.
   */
  runContainer(spec: ContainerSpec, options: RunOptions = {}): Promise<ContainerRun> {
    return this.#waitedFor(this.#run(spec, options))
  }

  /** Has {@link close} wait for some work. */
  async #waitedFor<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work)
    try {
      return await work
    } finally {
      this.#running.delete(work)
    }
  }

  async #run(asked: ContainerSpec, wanted: RunOptions): Promise<ContainerRun> {
    const trouble = await this.#trouble?.(asked)
    const { spec, options } = trouble
      ? inTrouble(trouble, asked, wanted)
      : { spec: asked, options: wanted }
    options.signal?.throwIfAborted()
    if (spec.slot) await this.#removals.get(spec.slot)
    await this.#removeLeftovers()
    await spec.slot?.open()
    const task = await this.#create(spec)
    let run: ContainerRun
    try {
      run = await task.run(options)
    } catch (error) {
      await this.#cleanUp(task.id, spec.slot)
      throw error
    }
    const removal = this.#waitedFor(this.#cleanUp(task.id, spec.slot))
    if (spec.slot) this.#removals.set(spec.slot, removal)
    if (options.onRemoval) options.onRemoval(removal)
    else await removal
    return run
  }

  /** Removes an ended container and what it left in its slot. Does not reject. */
  async #cleanUp(id: string, slot: Slot | undefined): Promise<void> {
    await this.#remove(id)
    await slot?.clean()
  }

  /** A container of the same name is what a crashed run of the same task left. */
  async #create(spec: ContainerSpec): Promise<TaskContainer> {
    const user = await this.#userOf(spec.imageId)
    const create = () =>
      TaskContainer.create(this.#connection, this.network, spec, user, this.hardens)
    try {
      return await create()
    } catch (error) {
      const reason =
        error instanceof SimError && error.code === 'ENGINE_REFUSED' ? error.message : ''
      if (spec.name === undefined || !/already in use/.test(reason)) throw error
      await removeContainer(this.#connection, spec.name)
      return create()
    }
  }

  async #userOf(imageId: string): Promise<string> {
    const known = this.#users.get(imageId)
    if (known !== undefined) return known
    const { id, config } = await this.requireImage(imageId)
    if (id === imageId) this.#users.set(imageId, config.User)
    return config.User
  }

  async #remove(id: string): Promise<void> {
    try {
      await removeContainer(this.#connection, id)
    } catch (error) {
      this.#leftovers.add(id)
      this.#log.warn(
        { container: id, reason: (error as Error).message },
        'a task container is removed later',
      )
    }
  }

  async #removeLeftovers(): Promise<void> {
    for (const id of this.#leftovers) {
      await removeContainer(this.#connection, id)
      this.#leftovers.delete(id)
    }
  }

  /** Removes containers, networks and volumes of dead networks. */
  sweep(isLive: (network: string) => boolean): Promise<SweepResult> {
    return sweep(this.#connection, isLive)
  }

  /**
   * Begins the end: from now on the engine has `milliseconds` altogether for everything that is
   * still asked of it, {@link close} included. What it does not do in that time fails with
   * `ENGINE_TIMEOUT` or `ENGINE_HUNG_UP`.
   */
  endWithin(milliseconds: number): void {
    this.#connection.endWithin(milliseconds)
  }

  /**
   * Waits for runs to end (abort them first) and removes slots, services and leftovers. Throws an
   * `AggregateError` when something is left; calling it again tries again.
   */
  async close(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running)
    const failures = [...(await closeEach(this.#slots)), ...(await closeEach(this.#services))]
    await this.#removeLeftovers().catch((error: Error) => failures.push(error))
    if (failures.length > 0)
      throw new AggregateError(
        failures,
        'not everything of the network could be removed from the engine',
      )
  }

  /**
   * Like {@link close}, but ends with all that carries the network's label, what failed calls left
   * behind included: handles get lost with the responses of such calls, labels do not. For the one
   * process that holds the network.
   */
  async closeNetwork(): Promise<void> {
    if (!this.#connection.isUsed) return
    await this.close().catch((error: Error) =>
      this.#log.warn({ reason: error.message }, 'the rest is removed by label'),
    )
    await this.sweep((network) => network !== this.network)
  }
}

/** Closes what a set holds and keeps in it what could not be closed; resolves with the reasons. */
async function closeEach<T extends { close(): Promise<void> }>(open: Set<T>): Promise<Error[]> {
  const failures: Error[] = []
  const close = async (thing: T) => {
    try {
      await thing.close()
      open.delete(thing)
    } catch (error) {
      failures.push(error as Error)
    }
  }
  await Promise.all([...open].map(close))
  return failures
}
